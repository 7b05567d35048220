// Claims a change, writes an effect and reports it. The test then kills the process.
import type { Change } from "@numipay/core";
import { mysqlInbox } from "@numipay/sql/mysql2";
import { createPool, type PoolOptions } from "mysql2/promise";

interface HolderInput {
  settings: PoolOptions;
  change: Change;
}

const { settings, change } = JSON.parse(process.argv[2] ?? "") as HolderInput;
const inbox = mysqlInbox({ pool: createPool(settings) });
const claim = await inbox.claim(change);
if (claim.state !== "new") throw new Error(`Expected a new change, got ${claim.state}.`);
await claim.lease.tx.query("INSERT INTO effects (name) VALUES (?)", [change.key]);
process.stdout.write("held");
setInterval(() => undefined, 1000);
