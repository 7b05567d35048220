// Migrates, when the test starts it together with others.
import { mysqlInbox } from "@numipay/sql/mysql2";
import { createPool, type PoolOptions } from "mysql2/promise";

const pool = createPool(JSON.parse(process.argv[2] ?? "") as PoolOptions);
const inbox = mysqlInbox({ pool });
await pool.query("SELECT 1");
process.stdout.write("ready");
await new Promise((resolve) => process.stdin.once("data", resolve));
await inbox.migrate();
await inbox.ping();
await pool.end();
process.exit(0);
