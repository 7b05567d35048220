// Applies one change, and writes the effect of another without recording it. The test then kills the process.
import { PGlite } from "@electric-sql/pglite";
import type { Change } from "@numipay/core";
import { pgliteInbox } from "@numipay/sql/pglite";

interface PgliteInput {
  dataDir: string;
  done: Change;
  torn: Change;
}

const { dataDir, done, torn } = JSON.parse(process.argv[2] ?? "") as PgliteInput;
const db = await PGlite.create(dataDir);
const inbox = pgliteInbox({ db, idleTimeoutMs: 600_000 });
await inbox.migrate();
await db.exec("CREATE TABLE effects (change text NOT NULL)");

async function writeEffect(change: Change) {
  const claim = await inbox.claim(change);
  if (claim.state !== "new") throw new Error(`Expected a new change, got ${claim.state}.`);
  await claim.lease.tx.query("INSERT INTO effects VALUES ($1)", [change.key]);
  return claim.lease;
}

await inbox.complete(done, await writeEffect(done));
await writeEffect(torn);
process.stdout.write("held");
setInterval(() => undefined, 1000);
