import { setTimeout as pause } from "node:timers/promises";
import { cutAtCommit } from "./cut-at-commit.js";
import type { Store } from "./store.js";

/** The shortest time that the store stays down, in milliseconds. */
const downMs = 150;
/** The longest extra wait for a delivery to get a response while the store is down, in steps of 10 ms. */
const mostWaitsForResponse = 250;
/** The longest wait for enough deliveries between two outages, in steps of 10 ms. */
const mostWaits = 500;

/**
 * How the store fails: `cut` closes its connections and refuses new ones for a while, `kill` sends `kill -9` and starts it
 * again, `commit` closes single connections at their COMMIT.
 */
export type StoreFault = "cut" | "commit" | "kill";

export interface BreakStoreOptions {
  fault: StoreFault | undefined;
  seed: string;
  /** Returns how many deliveries have been acknowledged so far. */
  acknowledged: () => number;
  /** How many deliveries to acknowledge between two outages. */
  between: number;
  /** Delays the next outage for as long as it returns true, within the longest wait. Defaults to never. */
  isSparing?: () => boolean;
  /** Called just before each `cut` or `kill`. */
  onOutage: () => void;
}

export type StoreBreaker = ReturnType<typeof breakStore>;

/** Breaks a store again and again until it is closed. */
export function breakStore(
  store: Store | undefined,
  { fault, seed, acknowledged, between, isSparing = () => false, onOutage }: BreakStoreOptions,
) {
  if (fault === "commit") store?.watch(cutAtCommit(seed));
  const stop = new AbortController();
  if (store === undefined || (fault !== "cut" && fault !== "kill")) stop.abort();
  let outages = 0;
  let epoch = 0;
  let lastMetOutage = 0;
  let outage: number | undefined;
  let recovered = Promise.resolve();

  /** Whether no delivery has met the current outage yet. */
  const isUnmet = () => lastMetOutage < outages;

  async function breakOnce() {
    if (store === undefined) return;
    let recover = () => {};
    recovered = new Promise<void>((resolve) => (recover = resolve));
    try {
      onOutage();
      epoch += 1;
      if (fault === "cut") store.cut();
      else await store.kill();
      // From here until the store is restored, no write can reach it.
      outages += 1;
      outage = outages;
      await pause(downMs);
      for (let waits = 0; waits < mostWaitsForResponse && isUnmet(); waits += 1) {
        await pause(10);
      }
      outage = undefined;
      if (fault === "cut") store.restore();
      else await store.start();
    } finally {
      outage = undefined;
      // Odd while the store is down: a delivery posted then also met the outage.
      epoch += 1;
      recover();
    }
  }

  async function breakRepeatedly() {
    while (!stop.signal.aborted) {
      const goal = acknowledged() + between;
      for (let waits = 0; waits < mostWaits && (acknowledged() < goal || isSparing()); waits += 1) {
        if (stop.signal.aborted) return;
        await pause(10);
      }
      await breakOnce();
    }
  }
  let breaking = Promise.resolve();

  return {
    /** Call it once all receivers are up. */
    begin() {
      breaking = breakRepeatedly();
      // `close` rethrows the error; until then it must not end the process.
      breaking.catch(() => undefined);
    },
    /** How many outages there have been. */
    outages: () => outages,
    /** The number of the current outage, or undefined while the store may be reachable. */
    outage: () => outage,
    /** Changes at the beginning and at the end of each outage: a delivery met one if the value changed or is odd. */
    epoch: () => epoch,
    /** Records that a delivery posted in the current outage also got its response in it. */
    markMet() {
      lastMetOutage = outages;
    },
    /** Resolves once the store is back, or immediately while the outage still waits for a delivery. */
    recovered: () => (outage !== undefined && isUnmet() ? Promise.resolve() : recovered),
    async close() {
      stop.abort();
      await breaking;
    },
  };
}
