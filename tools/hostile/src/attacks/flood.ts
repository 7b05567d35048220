// @ts-check
import type { Arena } from "./attacks.js";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Sends requests at a fixed rate over a few kept connections, one at a time on each. A connection that the server closed
 * is opened again.
 */
export async function flood(
  { open, signal }: Arena,
  {
    connections,
    requests,
    perSecond,
    make,
    pipelined = 1,
  }: {
    connections: number;
    requests: number;
    perSecond: number;
    make: (index: number) => string | Buffer;
    pipelined?: number;
  },
) {
  const startedAt = performance.now();
  let next = 0;
  const worker = async () => {
    let connection = await open();
    while (next < requests && !signal.aborted) {
      const index = next;
      next += pipelined;
      const early = startedAt + (index * 1000) / perSecond - performance.now();
      if (early > 1) await sleep(early, undefined, { signal }).catch(() => {});
      if (!connection.isOpen()) connection = await open();
      await connection.ask(make(index), pipelined);
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
}
