import type { Entry } from "../receiver/create-bookkeeper.js";
import { setTimeout as pause } from "node:timers/promises";

/** The ledger from the store itself, by whoever is up. */
export async function readLedger(fleet) {
  const entries = (await askForLedger(fleet)) as Entry[];
  return entries.map((entry) => ({ ...entry, rank: entry.rank ?? undefined }));
}

/**
 * Waits, for two minutes at most, until the workers of a queue have done it all, and a moment for what they would do too
 * often. What they gave up meanwhile is replayed, as an operator does.
 */
export async function untilWorkedOff(
  isDone: () => boolean | Promise<boolean>,
  replay?: () => Promise<unknown>,
) {
  for (let tries = 0; tries < 600 && !(await isDone()); tries += 1) {
    if (tries % 25 === 24) await replay?.();
    await pause(200);
  }
  await pause(500);
}

/** Has the dead letters of a fleet's queue tried again, and says how many there were. */
export async function replayDeadLetters(fleet) {
  const done = (await ask(fleet, "/replay", { method: "POST" })) as
    | { replayed: string[] }
    | undefined;
  return done?.replayed.length ?? 0;
}

/** A connection that the store's end cut may be the first that is asked, or a receiver that is killed at a job. */
async function askForLedger(fleet) {
  for (let tries = 0; tries < 50; tries += 1) {
    const entries = await ask(fleet, "/ledger");
    if (entries !== undefined) return entries;
    await pause(100);
  }
  throw new Error("The ledger cannot be read");
}

/** What the next receiver answers; undefined where it cannot, or went away instead. */
async function ask(fleet, path, init = {}) {
  const { url } = await fleet.pick();
  try {
    const response = await fetch(new URL(path, url), init);
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}
