import type { Store } from "../play/modes.js";
import { setTimeout as pause } from "node:timers/promises";
import { draw } from "../draw.js";

/** How long the store stays away, at the least. */
const awayMs = 150;
/** How long it stays away for somebody to be answered meanwhile, at the most, in steps of 10 ms. */
const mostWaitsForAnswer = 250;
/** The longest wait for enough to be under way again, in steps of 10 ms. */
const mostWaits = 500;

/**
 * Breaks the store again and again until it is closed: `cut` ends its connections and refuses new ones for a while,
 * `kill` does `kill -9` and starts it again, `commit` ends single connections where they commit.
 *
 * @param options `isSparing`: while it is true the store is left alone, for as
 * long as a wait may last; `between`: how many deliveries are acknowledged from one break to the next; `onHit` is
 * called the moment before each `cut` or `kill`
 */
export type Breaking = ReturnType<typeof breakStore>;

export function breakStore(
  store: Store | undefined,
  {
    how,
    seed,
    acknowledged,
    between,
    isSparing = () => false,
    onHit,
  }: {
    how: "cut" | "commit" | "kill" | undefined;
    seed: string;
    acknowledged: () => number;
    between: number;
    isSparing?: () => boolean;
    onHit: () => void;
  },
) {
  if (how === "commit") store?.watch(cutAtCommit(seed));
  const over = new AbortController();
  if (store === undefined || (how !== "cut" && how !== "kill")) over.abort();
  let times = 0;
  let epoch = 0;
  const met = { outage: 0 };
  let outage: number | undefined;
  let back = Promise.resolve();

  async function breakOnce() {
    if (store === undefined) return;
    let mended = () => {};
    back = new Promise((resolve) => (mended = () => resolve(undefined)));
    try {
      onHit();
      epoch += 1;
      if (how === "cut") store.cut();
      else await store.kill();
      // From here on nobody can have written anything, until the line after the pause.
      outage = times += 1;
      await pause(awayMs);
      for (let waits = 0; waits < mostWaitsForAnswer && met.outage < times; waits += 1)
        await pause(10);
      outage = undefined;
      if (how === "cut") store.mend();
      else await store.start();
    } finally {
      outage = undefined;
      // Odd while it is away, so a delivery that was posted then met the outage as well.
      epoch += 1;
      mended();
    }
  }

  async function breakAgainAndAgain() {
    while (!over.signal.aborted) {
      const goal = acknowledged() + between;
      for (let waits = 0; waits < mostWaits && (acknowledged() < goal || isSparing()); waits += 1) {
        if (over.signal.aborted) return;
        await pause(10);
      }
      await breakOnce();
    }
  }
  let breaking = Promise.resolve();

  return {
    /** Once all receivers are up. */
    begin() {
      breaking = breakAgainAndAgain();
      // Heard at `close`; until then it must not end the process.
      breaking.catch(() => undefined);
    },
    times: () => times,
    /** The number of the outage that is on for sure right now; undefined where the store may be reached. */
    outage: () => outage,
    /** Changes when the store goes: a delivery that sees another one, or none before, met no outage where it is the same. */
    epoch: () => epoch,
    /** A delivery that was posted in this outage was answered in it. */
    meet() {
      met.outage = times;
    },
    /** Resolves when the store can be reached again; at once, until a delivery has met the outage. */
    back: () => (outage !== undefined && met.outage < times ? Promise.resolve() : back),
    async close() {
      over.abort();
      await breaking;
    },
  };
}

/** The share of commits that are cut: half of them the server never hears, half it hears, and the answer is lost. */
const cutShare = 0.7;

function cutAtCommit(seed) {
  let commits = 0;
  return (chunk, cut) => {
    // A whole word: a claim's BEGIN says READ COMMITTED.
    if (!/\bCOMMIT\b/.test(String(chunk)) || chunk.includes("CREATE TABLE")) return true;
    commits += 1;
    const drawn = draw(seed, "commit", commits);
    if (drawn >= cutShare) return true;
    if (drawn < cutShare / 2) {
      cut();
      return false;
    }
    // On loopback the server has it long before, and its answer meets a closed door or is thrown away.
    setImmediate(() => cut());
    return true;
  };
}
