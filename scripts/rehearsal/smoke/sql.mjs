import { assertVerifies, servingReceiver, signaturePassword } from "./delivery.mjs";
import { isThere, ownName, postgres } from "./servers.mjs";

export async function smoke(load) {
  const { PGlite } = await load("@electric-sql/pglite");
  const { pgliteInbox } = await load("@numipay/sql/pglite");
  const db = await PGlite.create();
  await tryInbox(load, pgliteInbox({ db }));
  await db.close();

  const { pgInbox } = await load("@numipay/sql/pg");
  const { default: pg } = await load("pg");
  if (!(await isThere("PostgreSQL", postgres))) return;
  const schema = ownName();
  const pool = new pg.Pool({ ...postgres, max: 3 });
  await pool.query(`CREATE SCHEMA ${schema}`);
  try {
    await tryInbox(load, pgInbox({ pool, schema }));
  } finally {
    await pool.query(`DROP SCHEMA ${schema} CASCADE`);
    await pool.end();
  }
}

async function tryInbox(load, inbox) {
  const { createReceiver } = await load("@numipay/core");
  await inbox.migrate();
  const credited = [];
  const receiver = createReceiver({ signaturePassword, inbox, onOutcome: () => undefined });
  receiver.on("deposit.successful", async (event, { tx }) => {
    await tx.query("SELECT 1");
    credited.push(event.amount);
  });
  await servingReceiver(load, receiver, (url) => assertVerifies(url, credited));
}
