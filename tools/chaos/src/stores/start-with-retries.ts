import { setTimeout as pause } from "node:timers/promises";
import type { RunningProgram } from "./start-program.js";

/** Starts a server again and again until its folder is free: the last process of the former one may still be exiting. */
export async function startWithRetries(
  start: () => Promise<RunningProgram>,
  retries = 100,
): Promise<RunningProgram> {
  try {
    return await start();
  } catch (error) {
    if (retries === 0) throw error;
    await pause(50);
    return await startWithRetries(start, retries - 1);
  }
}
