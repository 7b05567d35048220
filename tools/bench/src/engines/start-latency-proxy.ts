import { startProgram } from "measure";
import type { PoolConfig } from "pg";
import { toFields } from "./open-postgres.js";

interface LatencyProxy {
  /** The address of the database, through the proxy. */
  address: PoolConfig;
  stop: () => Promise<void>;
}

/** Starts a proxy in front of PostgreSQL that adds 1 ms to every round trip. */
export async function startLatencyProxy(): Promise<LatencyProxy> {
  const address = toFields();
  const proxy = startProgram(new URL("latency-proxy.js", import.meta.url), {
    name: "The latency proxy",
    args: [address.host ?? "127.0.0.1", address.port ?? 5432],
  });
  const { port: own } = (await proxy.nextMessage()) as { port: number };
  return {
    address: { ...address, host: "127.0.0.1", port: own },
    stop: proxy.stop,
  };
}
