// Applies one change, and leaves another between its effect and its record. Then it says so, and waits to be killed.
import { PGlite } from "@electric-sql/pglite";
import { pgliteInbox } from "@numipay/postgres/pglite";

const { dataDir, done, torn } = JSON.parse(process.argv[2]);
const db = await PGlite.create(dataDir);
const inbox = pgliteInbox({ db, idleTimeoutMs: 600_000 });
await inbox.migrate();
await db.exec("CREATE TABLE effects (change text NOT NULL)");

const write = async (change) => {
  const { lease } = await inbox.claim(change);
  await lease.tx.query("INSERT INTO effects VALUES ($1)", [change.key]);
  return lease;
};
await inbox.complete(done, await write(done));
await write(torn);
process.stdout.write("held");
setInterval(() => undefined, 1000);
