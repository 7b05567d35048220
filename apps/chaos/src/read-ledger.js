import { setTimeout as pause } from "node:timers/promises";

/** The ledger from the store itself, by whoever is up. */
export async function readLedger(fleet) {
  const response = await askForLedger(fleet);
  const entries = /** @type {any[]} */ (await response.json());
  return entries.map((entry) => ({ ...entry, rank: entry.rank ?? undefined }));
}

/** Waits, for a minute at most, until the workers of a queue have done it all, and a moment for what they would do too often. */
export async function untilWorkedOff(isDone) {
  for (let tries = 0; tries < 600 && !isDone(); tries += 1) await pause(100);
  await pause(500);
}

/** A connection that the store's end cut may be the first that is asked. */
async function askForLedger(fleet) {
  for (let tries = 0; tries < 50; tries += 1) {
    const { url } = await fleet.pick();
    const response = await fetch(new URL("/ledger", url));
    if (response.ok) return response;
    await pause(100);
  }
  throw new Error("The ledger cannot be read");
}
