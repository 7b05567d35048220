import type { PoolConnection as CoreConnection } from "mysql2";
import { createPool, type Pool, type PoolOptions } from "mysql2/promise";
import { describe } from "vitest";
import { openProxy, randomName } from "./server.js";
import { untilNoticed } from "./until-noticed.js";

const { MYSQL_HOST, MYSQL_PORT, MYSQL_USER, MYSQL_PASSWORD, MYSQL_URL } = process.env;
const url = MYSQL_URL === undefined ? undefined : new URL(MYSQL_URL);

/** How tests connect. They create databases of their own. */
export const mysqlSettings = {
  host: url?.hostname ?? MYSQL_HOST ?? "127.0.0.1",
  port: Number(url?.port || (MYSQL_PORT ?? 3306)),
  user: url === undefined ? (MYSQL_USER ?? "root") : decodeURIComponent(url.username),
  password: url === undefined ? (MYSQL_PASSWORD ?? "") : decodeURIComponent(url.password),
} satisfies PoolOptions;

/** Why the tests that need a server are skipped. Undefined if it is reachable. */
const noMysql: string | undefined = await pingServer();

/** `describe`, skipped with the reason in its name if the server is unreachable. */
export function describeWithMysql(name: string, tests: () => void): void {
  const title = noMysql === undefined ? name : `${name} (skipped: ${noMysql})`;
  describe.skipIf(noMysql !== undefined)(title, () => {
    tests();
  });
}

async function pingServer(): Promise<string | undefined> {
  const pool = createPool({ ...mysqlSettings, connectTimeout: 3000 });
  try {
    await pool.query("SELECT 1");
    return undefined;
  } catch (error) {
    const { host, port } = mysqlSettings;
    const reason = `MariaDB at ${host}:${port} is unreachable: ${(error as Error).message}`;
    if (process.env["CI"] === "true")
      throw new Error(`${reason}. Start it: CI=true requires it.`, { cause: error });
    return reason;
  } finally {
    await pool.end();
  }
}

/** Creates an empty database. */
export async function createDatabase(): Promise<{ database: string; drop: () => Promise<void> }> {
  const database = randomName();
  const pool = createPool(mysqlSettings);
  await pool.query(`CREATE DATABASE ${database} CHARACTER SET latin1`);
  return {
    database,
    async drop() {
      await pool.query(`DROP DATABASE ${database}`);
      await pool.end();
    },
  };
}

/** A connection that no guard checks. */
interface Unchecked {
  query(text: string): Promise<unknown>;
  /** Calls this before COMMIT is sent. */
  beforeCommit(listener: () => void): void;
}

/** A pool whose connections on the server are known. */
export interface OpenedPool {
  pool: Pool;
  settings: PoolOptions;
  /** The connections that the pool has opened, by their ids. */
  connections: Map<number, Unchecked>;
}

/** Opens a pool. */
export function openMysqlPool(over: PoolOptions): OpenedPool {
  const settings: PoolOptions = { ...mysqlSettings, connectionLimit: 10, ...over };
  const pool = createPool(settings);
  const connections = new Map<number, Unchecked>();
  pool.pool.on("connection", (connection: CoreConnection) => {
    const { threadId } = connection;
    connections.set(threadId, {
      query: (text) => connection.promise().query(text),
      beforeCommit(listener) {
        const { query } = connection as unknown as { query: (...args: unknown[]) => unknown };
        Object.assign(connection, {
          query(...args: [{ sql?: string }, ...unknown[]]) {
            if (args[0].sql?.startsWith("COMMIT") === true) listener();
            return query.apply(connection, args);
          },
        });
      },
    });
  });
  return { pool, settings, connections };
}

/** Ends a pool's connections on the server, and waits until their transactions are rolled back. */
export async function killConnections(
  by: Pool,
  { connections }: Pick<OpenedPool, "connections">,
): Promise<void> {
  const list = [...connections.keys()];
  connections.clear();
  for (const id of list) await by.query(`KILL CONNECTION ${id}`).catch(() => undefined);
  const isGone = async (): Promise<boolean> => {
    const [rows] = await by.query("SELECT id FROM information_schema.processlist WHERE id IN (?)", [
      list.length === 0 ? [0] : list,
    ]);
    return (rows as unknown[]).length === 0;
  };
  for (let waits = 0; waits < 2000 && !(await isGone()); waits += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  // Otherwise the pool may return a killed connection.
  await untilNoticed();
}

/** Opens a TCP proxy to the server. */
export const openMysqlProxy = () => openProxy({ port: mysqlSettings.port });
