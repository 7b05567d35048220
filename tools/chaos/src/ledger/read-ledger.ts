import { setTimeout as pause } from "node:timers/promises";
import type { Fleet } from "../fleet/fleet.js";
import type { Entry } from "./entry.js";

/** How an entry is stored in a table: SQL's null is an unknown rank. */
type StoredEntry = Omit<Entry, "rank"> & { rank: 0 | 1 | null };

/** Reads the ledger table through any receiver that is up. */
export async function readLedger(fleet: Fleet): Promise<Entry[]> {
  // The first receiver may have a connection that an outage cut, or be killed while it works on a job.
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const entries = (await requestAny(fleet, "/ledger")) as StoredEntry[] | undefined;
    if (entries !== undefined) {
      return entries.map((entry) => ({ ...entry, rank: entry.rank ?? undefined }));
    }
    await pause(100);
  }
  throw new Error("The ledger table could not be read.");
}

/**
 * Waits up to two minutes until the queue's workers are done, and then another moment in which they could apply something
 * twice. Dead letters are replayed in between, as an operator would.
 */
export async function waitForQueue(
  isDone: () => boolean | Promise<boolean>,
  replay?: () => Promise<unknown>,
) {
  for (let attempt = 0; attempt < 600 && !(await isDone()); attempt += 1) {
    if (attempt % 25 === 24) await replay?.();
    await pause(200);
  }
  await pause(500);
}

/** Replays the dead letters of a fleet's queue and returns how many there were. */
export async function replayDeadLetters(fleet: Fleet): Promise<number> {
  const result = (await requestAny(fleet, "/replay", { method: "POST" })) as
    | { replayed: string[] }
    | undefined;
  return result?.replayed.length ?? 0;
}

/** Returns the JSON response of the next receiver, or undefined if it fails. */
async function requestAny(fleet: Fleet, path: string, init: RequestInit = {}): Promise<unknown> {
  const { url } = await fleet.pick();
  try {
    const response = await fetch(new URL(path, url), init);
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}
