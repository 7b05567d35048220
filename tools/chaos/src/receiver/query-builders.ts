import type { Queryable } from "./ledger-table.js";

/** A library on a handler's `tx`: runs a text with `$1`, and has transactions of its own. */
export type Library = Queryable & {
  transaction(inside: (inner: Queryable) => Promise<unknown>): Promise<unknown>;
};

/** Works by Drizzle. Loaded when it is first used: a receiver starts a thousand times in a run. */
export async function drizzleOn(
  tx: Queryable & { exec?: unknown },
  work: (db: Library) => Promise<unknown>,
) {
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
    return drizzle({ client: tx as never });
  }
  const { drizzle } = await import("drizzle-orm/node-postgres");
  return drizzle(tx as never);
}

function toDrizzle(sql, text, values = []) {
  const pieces = text.split(/\$\d+/).map((piece) => sql.raw(piece));
  const chunks = pieces.flatMap((piece, at) =>
    at === 0 ? [piece] : [sql.param(values[at - 1]), piece],
  );
  return sql.join(chunks);
}

/** Works by Kysely. */
export async function kyselyOn(tx: Queryable, work: (db: Library) => Promise<unknown>) {
  const { CompiledQuery, Kysely, PostgresDialect } = await import("kysely");
  const client = {
    // PGlite's result has no command.
    query: async (text, values) => {
      const result = (await tx.query(text, values)) as object;
      return { command: "SELECT", ...result };
    },
    release: () => undefined,
  };
  const pool = { connect: async () => client, end: async () => undefined };
  const db = new Kysely({ dialect: new PostgresDialect({ pool: pool as never }) });
  const toQueryable = (by) => ({
    query: (text, values = []) => by.executeQuery(CompiledQuery.raw(text, [...values])),
  });
  await work({
    ...toQueryable(db),
    transaction: (inside) => db.transaction().execute((inner) => inside(toQueryable(inner))),
  });
}
