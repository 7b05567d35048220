import { randomBytes } from "node:crypto";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { Pool, type PoolConfig } from "pg";
import { describe } from "vitest";

const host = process.env["PGHOST"] ?? "127.0.0.1";
const port = Number(process.env["PGPORT"] ?? 5432);
const settings: PoolConfig = {
  host,
  port,
  user: process.env["PGUSER"] ?? "postgres",
  database: process.env["PGDATABASE"] ?? "test",
};

/** Why the tests that need a server are skipped. Undefined if it is reachable. */
export const noServer: string | undefined = await pingServer();

/** `describe`, skipped with the reason in its name if the server is unreachable. */
export function describeWithPostgres(name: string, tests: () => void): void {
  const title = noServer === undefined ? name : `${name} (skipped: ${noServer})`;
  describe.skipIf(noServer !== undefined)(title, () => {
    tests();
  });
}

async function pingServer(): Promise<string | undefined> {
  const pool = new Pool({ ...settings, connectionTimeoutMillis: 3000 });
  try {
    await pool.query("SELECT 1");
    return undefined;
  } catch (error) {
    const reason = `PostgreSQL at ${host}:${port} is unreachable: ${(error as Error).message}`;
    if (process.env["CI"] === "true")
      throw new Error(`${reason}. Start it: CI=true requires it.`, { cause: error });
    return reason;
  } finally {
    await pool.end();
  }
}

/** A unique name. */
export const randomName = (): string => `numipay_test_${randomBytes(6).toString("hex")}`;

/** Opens a pool with a unique application name, which identifies its connections. */
export function openPool(over: PoolConfig = {}): {
  pool: Pool;
  name: string;
  settings: PoolConfig;
} {
  const name = randomName();
  const own = { ...settings, max: 10, application_name: name, ...over };
  return { pool: new Pool(own), name, settings: own };
}

/** Terminates a pool's connections on the server, and waits until the pool has dropped them. */
export async function terminate(
  by: Pool,
  { name, pool }: { name: string; pool: Pool },
): Promise<void> {
  const { rows } = await by.query<{ ended: boolean }>(
    "SELECT pg_terminate_backend(pid, 20000) AS ended FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()",
    [name],
  );
  if (rows.some(({ ended }) => !ended)) throw new Error("A backend did not end in 20 seconds.");
  // Otherwise the pool may return a terminated connection.
  for (let waits = 0; waits < 2000 && pool.idleCount > 0; waits += 1) await pause(10);
  if (pool.idleCount > 0) throw new Error("The pool did not drop its terminated connections.");
}

/** Opens a TCP proxy to the server that can be cut, and that can lead to another port. */
export async function openProxy(target = { port }): Promise<{
  port: number;
  /** Where new connections lead from now on. */
  pointTo: (port: number) => void;
  cut: () => void;
  restore: () => void;
  /** From now on, drops the server's responses on the open connections. */
  dropResponses: () => void;
  close: () => Promise<void>;
}> {
  const sockets = new Set<Socket>();
  const pairs: { near: Socket; far: Socket }[] = [];
  let isCut = false;
  let leadsTo = target.port;
  // Without noDelay each message would wait 40 ms for the previous one to be acknowledged.
  const server = createServer({ noDelay: true }, (near) => {
    // Some libraries connect again immediately. The server must not start a process each time.
    if (isCut) {
      near.on("error", () => undefined).destroy();
      return;
    }
    const far = connect({ host, port: leadsTo, noDelay: true });
    pairs.push({ near, far });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on("error", () => undefined).on("close", () => other.destroy());
      one.pipe(other);
    }
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const cut = (): void => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    port: (server.address() as AddressInfo).port,
    pointTo(other) {
      leadsTo = other;
    },
    cut,
    restore() {
      isCut = false;
    },
    dropResponses() {
      for (const { near, far } of pairs) far.unpipe(near).resume();
    },
    close() {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
