import { randomBytes } from "node:crypto";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { Pool, type PoolConfig } from "pg";

const host = process.env["PGHOST"] ?? "127.0.0.1";
const port = Number(process.env["PGPORT"] ?? 5432);
const settings: PoolConfig = {
  host,
  port,
  user: process.env["PGUSER"] ?? "postgres",
  database: process.env["PGDATABASE"] ?? "test",
};

/** Why the tests that need a server are skipped; undefined when one answers. */
export const noServer: string | undefined = await findServer();

async function findServer(): Promise<string | undefined> {
  const pool = new Pool({ ...settings, connectionTimeoutMillis: 3000 });
  try {
    await pool.query("SELECT 1");
    return undefined;
  } catch (error) {
    const reason = `no PostgreSQL answers at ${host}:${port} (${(error as Error).message})`;
    if (process.env["CI"] === "true")
      throw new Error(`${reason}; with CI=true it must`, { cause: error });
    return reason;
  } finally {
    await pool.end();
  }
}

/** A name that nobody else has. */
export const randomName = (): string => `numipay_test_${randomBytes(6).toString("hex")}`;

/** A pool of its own name, so that its connections can be told from others. */
export function openPool(over: PoolConfig = {}): {
  pool: Pool;
  name: string;
  settings: PoolConfig;
} {
  const name = randomName();
  const own = { ...settings, max: 10, application_name: name, ...over };
  return { pool: new Pool(own), name, settings: own };
}

/** Has the server end all connections of a pool, and waits until they are gone and the pool has heard of it. */
export async function terminate(
  by: Pool,
  { name, pool }: { name: string; pool: Pool },
): Promise<void> {
  const { rows } = await by.query<{ gone: boolean }>(
    "SELECT pg_terminate_backend(pid, 5000) AS gone FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()",
    [name],
  );
  if (rows.some(({ gone }) => !gone)) throw new Error("a backend does not end");
  // Else the next who asks may be given one that is gone.
  for (let waits = 0; waits < 500 && pool.idleCount > 0; waits += 1) await pause(10);
  if (pool.idleCount > 0) throw new Error("the pool keeps connections that are gone");
}

/** A wire to the server that can be cut. */
export async function openWire(): Promise<{
  port: number;
  cut: () => void;
  mend: () => void;
  /** What the server says from now on does not arrive. */
  deafen: () => void;
  close: () => Promise<void>;
}> {
  const sockets = new Set<Socket>();
  const pairs: { near: Socket; far: Socket }[] = [];
  let isCut = false;
  const server = createServer((near) => {
    const far = connect(port, host);
    pairs.push({ near, far });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on("error", () => undefined).on("close", () => other.destroy());
      one.pipe(other);
    }
    if (isCut) near.destroy();
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const cut = (): void => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    mend() {
      isCut = false;
    },
    deafen() {
      for (const { near, far } of pairs) far.unpipe(near).resume();
    },
    close() {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
