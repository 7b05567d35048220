// @ts-check
import { randomBytes } from "node:crypto";
import pg from "pg";

export interface OpenPostgres {
  pool: pg.Pool;
  schema: string;
  version: string;
  close: () => Promise<void>;
}

/** A pool, and a schema of the bench's own, in the PostgreSQL that the tests use too; or why there is none. */
export async function openPostgres(
  connections: number,
): Promise<OpenPostgres | { missing: string }> {
  const pool = new pg.Pool({
    ...postgresAddress(),
    max: connections,
    connectionTimeoutMillis: 3000,
  });
  const schema = `numipay_bench_${randomBytes(6).toString("hex")}`;
  try {
    await pool.query(`CREATE SCHEMA ${schema}`);
    const { rows } = await pool.query("SHOW server_version");
    return {
      pool,
      schema,
      version: `PostgreSQL ${rows[0].server_version.split(" ")[0]}`,
      async close() {
        await pool.query(`DROP SCHEMA ${schema} CASCADE`);
        await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    const { code, message } = error as { code?: string; message: string };
    // Not the address: it may hold a password.
    return {
      missing: `PostgreSQL is skipped: it cannot be used (${code ?? message}). Start one, or set PGHOST or DATABASE_URL.`,
    };
  }
}

/** Where it is: the database `test` of this machine, where the environment says nothing else. */
export function postgresAddress() {
  const { DATABASE_URL, PGHOST, PGPORT, PGUSER, PGDATABASE } = process.env;
  if (DATABASE_URL) return { connectionString: DATABASE_URL };
  return {
    host: PGHOST ?? "127.0.0.1",
    port: Number(PGPORT ?? 5432),
    user: PGUSER ?? "postgres",
    database: PGDATABASE ?? "test",
  };
}
