import type { Work } from "../storage/work.js";
import { createSerialQueue } from "./serial-queue.js";

/** The sandbox's only clock. It only moves when advanced, and runs the work that is due on the way. */
export interface VirtualClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs the work that is due now, without moving the time. */
  flush(): Promise<void>;
  /** Advances by milliseconds, stopping at each instant at which work is due. */
  advance(ms: number): Promise<void>;
  /** Advances to each next piece of work until there is none. */
  runUntilIdle(): Promise<void>;
  /** Resolves when no work is running. */
  settled(): Promise<void>;
}

/** What the clock needs: storage for its time, and a source and an executor of work. */
export interface VirtualClockPorts {
  readonly load: () => number;
  readonly save: (at: number) => void;
  readonly next: () => Work | undefined;
  /** Must remove the work, or it is returned as the next piece again. */
  readonly perform: (work: Work) => Promise<void>;
}

/** Without a limit, a receiver that opens a payment for each webhook would keep `runUntilIdle` running forever. */
const maxPieces = 100_000;

/** Creates a clock that starts at the stored time. */
export function createVirtualClock(ports: VirtualClockPorts): VirtualClock {
  const queue = createSerialQueue();
  let time = ports.load();

  const moveTo = (at: number): void => {
    if (at <= time) return;
    // First, so that the time does not move while it cannot be stored.
    ports.save(at);
    time = at;
  };

  // Awaited before the next piece is looked up, because it may add work that is due earlier.
  const runUntil = async (limit: number): Promise<void> => {
    for (let pieces = 0; pieces < maxPieces; pieces += 1) {
      const work = ports.next();
      if (work === undefined || work.dueAt > limit) return;
      moveTo(work.dueAt);
      await ports.perform(work);
    }
    throw new Error(`The sandbox did ${maxPieces} pieces of work and is still not idle.`);
  };

  return {
    now: () => time,
    flush: () => queue.run(() => runUntil(time)),
    advance: (ms) =>
      queue.run(async () => {
        // Calculated when it runs, so that two advances without await add up.
        const target = time + ms;
        await runUntil(target);
        moveTo(target);
      }),
    runUntilIdle: () => queue.run(() => runUntil(Number.POSITIVE_INFINITY)),
    settled: () => queue.run(() => Promise.resolve()),
  };
}
