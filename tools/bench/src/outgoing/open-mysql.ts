import { randomBytes } from "node:crypto";
import { createPool, type Pool, type RowDataPacket } from "mysql2/promise";
import { toReason } from "../engines/to-reason.js";

interface OpenMysql {
  pool: Pool;
  version: string;
  close: () => Promise<void>;
}

/** Opens a pool on a new database of the MariaDB that the tests use, or returns why that failed. */
export async function openMysql(connectionLimit: number): Promise<OpenMysql | { missing: string }> {
  const database = `numipay_bench_${randomBytes(6).toString("hex")}`;
  const server = createPool({ ...mysqlAddress(), connectionLimit: 1, connectTimeout: 3000 });
  try {
    await server.query(`CREATE DATABASE ${database}`);
    const [rows] = await server.query<(RowDataPacket & { version: string })[]>(
      "SELECT version() AS version",
    );
    const pool = createPool({ ...mysqlAddress(), database, connectionLimit });
    return {
      pool,
      version: `MariaDB ${rows[0]?.version.split("-")[0]}`,
      async close() {
        await pool.end();
        await server.query(`DROP DATABASE ${database}`);
        await server.end();
      },
    };
  } catch (error) {
    await server.end();
    return {
      missing: `MariaDB is skipped: it is not available (${toReason(error)}). Start it, or set MYSQL_HOST or MYSQL_URL.`,
    };
  }
}

/** The address from the environment. Defaults to `root` on this machine. */
function mysqlAddress(): { host: string; port: number; user: string; password: string } {
  const { MYSQL_HOST, MYSQL_PORT, MYSQL_USER, MYSQL_PASSWORD, MYSQL_URL } = process.env;
  const url = MYSQL_URL === undefined ? undefined : new URL(MYSQL_URL);
  return {
    host: url?.hostname ?? MYSQL_HOST ?? "127.0.0.1",
    port: Number(url?.port || (MYSQL_PORT ?? 3306)),
    user: url === undefined ? (MYSQL_USER ?? "root") : decodeURIComponent(url.username),
    password: url === undefined ? (MYSQL_PASSWORD ?? "") : decodeURIComponent(url.password),
  };
}
