import { setImmediate } from "node:timers/promises";

/**
 * Waits until this process has read that connections ended. The server has closed them, so the end is in this machine's buffers: a few
 * turns of the event loop read it, also through a proxy of this process.
 */
export async function untilNoticed(): Promise<void> {
  for (let turns = 0; turns < 20; turns += 1) await setImmediate();
}
