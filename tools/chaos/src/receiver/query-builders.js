/**
 * A library on a handler's `tx`: runs a text with `$1`, and has transactions of its own.
 *
 * @typedef {import("./ledger-table.js").Queryable} Queryable
 * @typedef {Queryable & { transaction(inside: (inner: Queryable) => Promise<unknown>): Promise<unknown> }} Library
 */

/**
 * Works by Drizzle. Loaded when it is first used: a receiver starts a thousand times in a run.
 *
 * @param {Queryable & { exec?: unknown }} tx
 * @param {(db: Library) => Promise<unknown>} work
 */
export async function drizzleOn(tx, work) {
  const { sql } = await import("drizzle-orm");
  const toQueryable = (db) => ({
    query: (text, values) => db.execute(toDrizzle(sql, text, values)),
  });
  const db = await openDrizzle(tx);
  await work({
    ...toQueryable(db),
    transaction: (inside) => db.transaction((inner) => inside(toQueryable(inner))),
  });
}

async function openDrizzle(tx) {
  // PGlite's, which has no other name for it.
  if ("exec" in tx) {
    const { drizzle } = await import("drizzle-orm/pglite");
    return drizzle({ client: /** @type {never} */ (tx) });
  }
  const { drizzle } = await import("drizzle-orm/node-postgres");
  return drizzle(/** @type {never} */ (tx));
}

function toDrizzle(sql, text, values = []) {
  const pieces = text.split(/\$\d+/).map((piece) => sql.raw(piece));
  const chunks = pieces.flatMap((piece, at) =>
    at === 0 ? [piece] : [sql.param(values[at - 1]), piece],
  );
  return sql.join(chunks);
}

/**
 * Works by Kysely.
 *
 * @param {Queryable} tx
 * @param {(db: Library) => Promise<unknown>} work
 */
export async function kyselyOn(tx, work) {
  const { CompiledQuery, Kysely, PostgresDialect } = await import("kysely");
  const client = {
    // PGlite's result has no command.
    query: async (text, values) => {
      const result = /** @type {object} */ (await tx.query(text, values));
      return { command: "SELECT", ...result };
    },
    release: () => undefined,
  };
  const pool = { connect: async () => client, end: async () => undefined };
  const db = new Kysely({ dialect: new PostgresDialect({ pool: /** @type {never} */ (pool) }) });
  const toQueryable = (by) => ({
    query: (text, values = []) => by.executeQuery(CompiledQuery.raw(text, [...values])),
  });
  await work({
    ...toQueryable(db),
    transaction: (inside) => db.transaction().execute((inner) => inside(toQueryable(inner))),
  });
}
