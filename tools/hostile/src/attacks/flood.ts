import { setTimeout as sleep } from "node:timers/promises";
import type { Arena } from "./attack.js";

interface FloodOptions {
  connections: number;
  requests: number;
  perSecond: number;
  /** Creates the bytes of one write. */
  create: (index: number) => string | Buffer;
  /** Requests per write. Defaults to `1`. */
  pipelined?: number;
}

/**
 * Sends requests at a fixed rate over a few kept connections, one write at a time on each. Replaces a connection that the
 * server closed.
 */
export async function flood(
  { open, signal }: Arena,
  { connections, requests, perSecond, create, pipelined = 1 }: FloodOptions,
): Promise<void> {
  const startedAt = performance.now();
  let next = 0;
  const worker = async () => {
    let connection = await open();
    while (next < requests && !signal.aborted) {
      const index = next;
      next += pipelined;
      const earlyMs = startedAt + (index * 1000) / perSecond - performance.now();
      if (earlyMs > 1) await sleep(earlyMs, undefined, { signal }).catch(() => {});
      if (!connection.isOpen()) connection = await open();
      await connection.request(create(index), pipelined);
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
}
