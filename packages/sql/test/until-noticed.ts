import { setTimeout as pause } from "node:timers/promises";

/**
 * Waits until the clients of this process have noticed that their connections ended. The end is already on its way, through at most
 * two sockets of this process; no client announces that it has arrived.
 */
export async function untilNoticed(): Promise<void> {
  await pause(30);
}
