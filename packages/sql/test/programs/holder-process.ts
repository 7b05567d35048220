// Claims a change, writes an effect and reports it. The test then kills the process.
import type { Change } from "@numipay/core";
import { pgInbox } from "@numipay/sql/pg";
import { Pool, type PoolConfig } from "pg";

interface HolderInput {
  settings: PoolConfig;
  schema: string;
  change: Change;
}

const { settings, schema, change } = JSON.parse(process.argv[2] ?? "") as HolderInput;
const inbox = pgInbox({ pool: new Pool(settings), schema });
const claim = await inbox.claim(change);
if (claim.state !== "new") throw new Error(`Expected a new change, got ${claim.state}.`);
await claim.lease.tx.query(`INSERT INTO "${schema}".effects VALUES ($1)`, [change.key]);
process.stdout.write("held");
setInterval(() => undefined, 1000);
