import type { OutboxFailure } from "./outbox-failure.js";
import { type ProcessIntent, toIntentId } from "./process-intent.js";
import type { TakeDue } from "./take-due.js";
import { retryInMs } from "./retry-in-ms.js";

/** Options of `outbox.start`. */
export interface OutboxWorkerOptions {
  /** How many calls this worker sends or reports at once. Must be a whole number from 1 to 1000. Defaults to `4`. */
  concurrency?: number | undefined;
  /**
   * How long to wait between looking for due calls if there were none, in milliseconds, with jitter of a quarter. Must be a whole number
   * from 1 to 2147483647. Defaults to `1000`.
   */
  pollIntervalMs?: number | undefined;
}

/** A running worker. */
export interface OutboxWorker {
  /** Looks for due calls now, instead of after `pollIntervalMs`. */
  poll(): void;
  /**
   * Stops taking calls and resolves once the calls that are being sent, and their handlers, have finished. Waiting calls stay in the
   * store. Never rejects.
   */
  stop(): Promise<void>;
}

/** What a worker uses. */
export interface WorkerParts extends Required<{ [Key in keyof OutboxWorkerOptions]: number }> {
  takeDue: TakeDue;
  process: ProcessIntent;
  fail: (failure: OutboxFailure) => void;
  account: string;
}

/** How long `stop` waits for a store that does not respond. */
const stopTimeoutMs = 5_000;
const longestOutageDelayMs = 30_000;

/** Starts a worker. Its timers keep the process alive until it is stopped. */
export function startWorker(parts: WorkerParts): OutboxWorker {
  const { concurrency, pollIntervalMs, takeDue, process, fail, account } = parts;
  const active = new Map<string, Promise<unknown>>();
  const stopping = new AbortController();
  let endPause = (): void => undefined;

  async function run(): Promise<void> {
    let outages = 0;
    while (!stopping.signal.aborted) {
      const free = concurrency - active.size;
      if (free === 0) {
        await Promise.race(active.values());
        continue;
      }
      let started: number;
      try {
        started = start(await takeDue(free));
        outages = 0;
      } catch (error) {
        if (stopping.signal.aborted) return;
        fail({ step: "take", error, account, operation: undefined, tracking_id: undefined });
        outages += 1;
        await pause(Math.min(retryInMs(outages), longestOutageDelayMs));
        continue;
      }
      // Less than asked for: nothing else is due. What is only skipped must not be taken in a tight loop either.
      if (started < free) await pause(pollIntervalMs * (0.75 + Math.random() / 2));
    }
  }

  /** Returns how many were started. */
  function start(taken: Awaited<ReturnType<TakeDue>>): number {
    if (stopping.signal.aborted) return 0;
    const fresh = taken.filter(({ recorded }) => !active.has(toIntentId(recorded)));
    for (const due of fresh) {
      const id = toIntentId(due.recorded);
      const work = process(due).finally(() => active.delete(id));
      active.set(id, work);
    }
    return fresh.length;
  }

  function pause(delayMs: number): Promise<void> {
    if (stopping.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, delayMs);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  const loop = run();
  return {
    poll: () => endPause(),
    async stop() {
      stopping.abort();
      endPause();
      await Promise.all(active.values());
      await withinMs(loop, stopTimeoutMs);
    },
  };
}

/** Waits for the work for a limited time. */
async function withinMs(work: Promise<void>, timeoutMs: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
