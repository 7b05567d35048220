// Claims a change, writes an effect through TypeORM and reports it. The test then kills the process.
import type { Change } from "@numipay/core";
import { typeormInbox } from "@numipay/sql/typeorm";
import type { PoolConfig } from "pg";
import { DataSource } from "typeorm";

interface TypeormInput {
  settings: PoolConfig;
  schema: string;
  change: Change;
}

const { settings, schema, change } = JSON.parse(process.argv[2] ?? "") as TypeormInput;
const { host = "", port = 0, user = "", database = "" } = settings;
const dataSource = new DataSource({ type: "postgres", host, port, username: user, database });
await dataSource.initialize();
const claim = await typeormInbox({ dataSource, schema }).claim(change);
if (claim.state !== "new") throw new Error(`Expected a new change, got ${claim.state}.`);
await claim.lease.tx.transaction((tx) =>
  tx.query(`INSERT INTO "${schema}".effects (name) VALUES ($1)`, [change.key]),
);
process.stdout.write("held");
setInterval(() => undefined, 1000);
