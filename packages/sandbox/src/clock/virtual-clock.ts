import type { Work } from "../storage/work.js";
import { createSerialQueue } from "./serial-queue.js";

/** The sandbox's only clock. It stands still until it is moved, and what falls due on the way is done in turn. */
export interface VirtualClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Does what is due now, without moving. */
  flush(): Promise<void>;
  /** Moves on by milliseconds, stopping at each instant at which something is due. */
  advance(ms: number): Promise<void>;
  /** Moves on to each next piece of work until there is none. */
  runUntilIdle(): Promise<void>;
  /** Resolves when nothing runs any more. */
  settled(): Promise<void>;
}

/** What the clock needs: where its time is kept, what comes next, and how it is done. */
export interface VirtualClockPorts {
  readonly load: () => number;
  readonly save: (at: number) => void;
  readonly next: () => Work | undefined;
  /** Must remove the work, or the same piece comes next again. */
  readonly perform: (work: Work) => Promise<void>;
}

/** A receiver that opens a payment for each webhook it gets would keep `runUntilIdle` running for ever. */
const mostPieces = 100_000;

/** Builds a clock that starts at the stored time. */
export function createVirtualClock(ports: VirtualClockPorts): VirtualClock {
  const queue = createSerialQueue();
  let time = ports.load();

  const moveTo = (at: number): void => {
    if (at <= time) return;
    time = at;
    ports.save(at);
  };

  // Everything is awaited before the next piece is looked up: what it added may be due first.
  const runUntil = async (limit: number): Promise<void> => {
    for (let pieces = 0; pieces < mostPieces; pieces += 1) {
      const work = ports.next();
      if (work === undefined || work.dueAt > limit) return;
      moveTo(work.dueAt);
      await ports.perform(work);
    }
    throw new Error(`The sandbox did ${mostPieces} pieces of work and is still not idle`);
  };

  return {
    now: () => time,
    flush: () => queue.run(() => runUntil(time)),
    advance: (ms) =>
      queue.run(async () => {
        // Reckoned when it is its turn, so that two advances that were not awaited add up.
        const target = time + ms;
        await runUntil(target);
        moveTo(target);
      }),
    runUntilIdle: () => queue.run(() => runUntil(Number.POSITIVE_INFINITY)),
    settled: () => queue.run(() => Promise.resolve()),
  };
}
