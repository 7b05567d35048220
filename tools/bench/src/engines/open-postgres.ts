import { randomBytes } from "node:crypto";
import pg from "pg";
import { toReason } from "./to-reason.js";

export interface OpenPostgres {
  pool: pg.Pool;
  schema: string;
  version: string;
  close: () => Promise<void>;
}

/** Opens a pool and creates a new schema in the PostgreSQL that the tests use, or returns why that failed. */
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
    const { rows } = await pool.query<{ server_version: string }>("SHOW server_version");
    return {
      pool,
      schema,
      version: `PostgreSQL ${rows[0]?.server_version.split(" ")[0]}`,
      async close() {
        await pool.query(`DROP SCHEMA ${schema} CASCADE`);
        await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    return {
      missing: `PostgreSQL is skipped: it is not available (${toReason(error)}). Start it, or set PGHOST or DATABASE_URL.`,
    };
  }
}

/** The address from the environment. Defaults to the database `test` on this machine. */
export function postgresAddress(): pg.PoolConfig {
  const { DATABASE_URL, PGHOST, PGPORT, PGUSER, PGDATABASE } = process.env;
  if (DATABASE_URL) return { connectionString: DATABASE_URL };
  return {
    host: PGHOST ?? "127.0.0.1",
    port: Number(PGPORT ?? 5432),
    user: PGUSER ?? "postgres",
    database: PGDATABASE ?? "test",
  };
}

/** The address as separate fields, for what does not take a connection string. */
export function toFields(): pg.PoolConfig {
  const { host, port, user, database, password } = new pg.Client(postgresAddress());
  return { host, port, user, database, ...(password && { password }) };
}
