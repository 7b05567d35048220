// Claims a change, writes an effect, says so, and then waits to be killed.
import { postgresInbox } from "@numipay/postgres";
import { Pool } from "pg";

const { settings, schema, change } = JSON.parse(process.argv[2]);
const inbox = postgresInbox({ pool: new Pool(settings), schema });
const { lease } = await inbox.claim(change);
await lease.tx.query(`INSERT INTO "${schema}".effects VALUES ($1)`, [change.key]);
process.stdout.write("held");
setInterval(() => undefined, 1000);
