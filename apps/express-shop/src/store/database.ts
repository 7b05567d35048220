// What the store needs of PostgreSQL: a pool of `pg`, or PGlite, a PostgreSQL within the process.
import type { PGlite } from "@electric-sql/pglite";
import type { Pool } from "pg";
import type { SqlTransaction } from "./store.js";

export interface Database extends SqlTransaction {
  /** Runs statements without parameters. */
  run: (statements: string) => Promise<unknown>;
  /** Commits what `work` does, or rolls it back if it rejects. */
  transaction: <Result>(work: (tx: SqlTransaction) => Promise<Result>) => Promise<Result>;
}

export function poolDatabase(pool: Pool): Database {
  return {
    query: (text, values) => pool.query(text, values),
    run: (statements) => pool.query(statements),
    async transaction(work) {
      const client = await pool.connect();
      try {
        await client.query("BEGIN");
        const result = await work(client);
        await client.query("COMMIT");
        client.release();
        return result;
      } catch (error) {
        // Closes the connection, which rolls back its transaction.
        client.release(true);
        throw error;
      }
    },
  };
}

export function pgliteDatabase(db: PGlite): Database {
  return {
    query: (text, values) => db.query(text, values),
    run: (statements) => db.exec(statements),
    transaction: (work) => db.transaction((tx) => work(tx)),
  };
}
