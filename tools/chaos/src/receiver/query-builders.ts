import type { PGlite } from "@electric-sql/pglite";
import type { SQL } from "drizzle-orm";
import type { PostgresPool } from "kysely";
import type { Pool as MysqlPool } from "mysql2/promise";
import type { PoolClient } from "pg";
import type { Queryable } from "./queryable.js";

/** A library on a handler's `tx`: it runs text with `$1` parameters and has its own transactions. */
export interface Library extends Queryable {
  transaction(inside: (inner: Queryable) => Promise<unknown>): Promise<unknown>;
}

/** The part of Drizzle's databases that is used here, on either driver. */
interface DrizzleDatabase {
  execute(query: SQL): PromiseLike<unknown>;
  transaction(inside: (inner: DrizzleDatabase) => Promise<unknown>): Promise<unknown>;
}

type Work = (db: Library) => Promise<unknown>;

/** Runs `work` with Drizzle on a handler's `tx`. Loads Drizzle lazily: a run starts a thousand receivers. */
export async function withDrizzle(tx: Queryable, work: Work) {
  await runDrizzle(await openDrizzle(tx), work);
}

/** The same on a connection of mysql2. */
export async function withMysqlDrizzle(tx: Queryable, work: Work) {
  const { drizzle } = await import("drizzle-orm/mysql2");
  await runDrizzle(drizzle({ client: tx as unknown as MysqlPool }), work);
}

async function runDrizzle(db: DrizzleDatabase, work: Work) {
  const { sql } = await import("drizzle-orm");
  const toSql = (text: string, values: unknown[] = []) => {
    const pieces = text.split(/\$\d+|\?/).map((piece) => sql.raw(piece));
    const chunks = pieces.flatMap((piece, at) =>
      at === 0 ? [piece] : [sql.param(values[at - 1]), piece],
    );
    return sql.join(chunks);
  };
  const toQueryable = (on: DrizzleDatabase): Queryable => ({
    query: async (text, values) => await on.execute(toSql(text, values)),
  });
  await work({
    ...toQueryable(db),
    transaction: (inside) => db.transaction((inner) => inside(toQueryable(inner))),
  });
}

/** Drizzle asks for the drivers' classes, but only calls methods that a handler's `tx` has. */
async function openDrizzle(tx: Queryable): Promise<DrizzleDatabase> {
  // Only PGlite has `exec`.
  if (tx.exec !== undefined) {
    const { drizzle } = await import("drizzle-orm/pglite");
    return drizzle({ client: tx as unknown as PGlite });
  }
  const { drizzle } = await import("drizzle-orm/node-postgres");
  return drizzle(tx as unknown as PoolClient);
}

/** Runs `work` with Kysely on a handler's `tx`. */
export async function withKysely(tx: Queryable, work: (db: Library) => Promise<unknown>) {
  const { CompiledQuery, Kysely, PostgresDialect } = await import("kysely");
  const client = {
    // PGlite's result has no `command`.
    query: async (text: string, values: readonly unknown[]) => {
      const result = await tx.query(text, [...values]);
      return { command: "SELECT", ...(result as object) };
    },
    release: () => undefined,
  };
  // Kysely never passes a cursor here, which is the overload that `client.query` lacks.
  const pool = { connect: async () => client, end: async () => undefined } as unknown;
  const db = new Kysely({ dialect: new PostgresDialect({ pool: pool as PostgresPool }) });
  const toQueryable = (executor: Pick<typeof db, "executeQuery">): Queryable => ({
    query: (text, values = []) => executor.executeQuery(CompiledQuery.raw(text, [...values])),
  });
  await work({
    ...toQueryable(db),
    transaction: (inside) => db.transaction().execute((inner) => inside(toQueryable(inner))),
  });
}
