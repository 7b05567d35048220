import type { OutboxFailure } from "./outbox-failure.js";
import { type ProcessIntent, toIntentId } from "./process-intent.js";
import { retryInMs } from "./retry-in-ms.js";
import { createTakeAhead } from "./take-ahead.js";
import type { TakeDue, TakenIntent } from "./take-due.js";

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
  /** Returns intents that were taken and not started. May reject: they are due again soon. */
  release: (taken: readonly TakenIntent[]) => Promise<void>;
  process: ProcessIntent;
  fail: (failure: OutboxFailure) => void;
  account: string;
}

/** How long `stop` waits for a store that does not respond. */
const stopTimeoutMs = 5_000;
const longestOutageDelayMs = 30_000;
/** How many intents one statement takes. */
const mostTaken = 500;

/** Starts a worker. Its timers keep the process alive until it is stopped. */
export function startWorker(parts: WorkerParts): OutboxWorker {
  const { concurrency, pollIntervalMs, takeDue, release, process, fail, account } = parts;
  const active = new Map<string, Promise<unknown>>();
  /** What was taken ahead, in order. */
  const stock = new Map<string, TakenIntent>();
  const takeAhead = createTakeAhead(concurrency);
  const stopping = new AbortController();
  let endPause = (): void => undefined;

  async function run(): Promise<void> {
    let outages = 0;
    let ahead = 0;
    while (!stopping.signal.aborted) {
      // Half of the stock is left, so that calls continue while more are taken.
      if (active.size === concurrency && 2 * stock.size >= ahead) {
        await Promise.race(active.values());
        continue;
      }
      ahead = takeAhead.next();
      const wanted = Math.min(concurrency - active.size + ahead - stock.size, mostTaken);
      if (wanted < 1) continue;
      let taken: TakenIntent[];
      try {
        taken = await takeDue(wanted);
        outages = 0;
      } catch (error) {
        if (stopping.signal.aborted) return;
        fail({ step: "take", error, account, operation: undefined, tracking_id: undefined });
        outages += 1;
        await pause(Math.min(retryInMs(outages), longestOutageDelayMs));
        continue;
      }
      const added = add(taken);
      if (stopping.signal.aborted) return giveBack();
      startNext();
      // Less than asked for: nothing else is due. What is only skipped must not be taken in a tight loop either.
      if (added < wanted) await pause(pollIntervalMs * (0.75 + Math.random() / 2));
    }
  }

  /** Adds to the stock what is not in progress. Returns how many. */
  function add(taken: readonly TakenIntent[]): number {
    const fresh = taken.filter(({ recorded }) => !active.has(toIntentId(recorded)));
    for (const due of fresh) stock.set(toIntentId(due.recorded), due);
    return fresh.length;
  }

  function startNext(): void {
    for (const [id, due] of stock) {
      if (stopping.signal.aborted || active.size === concurrency) return;
      stock.delete(id);
      active.set(id, work(id, due));
    }
  }

  async function work(id: string, due: TakenIntent): Promise<void> {
    const processed = await process(due);
    if (processed !== "skipped") takeAhead.count();
    active.delete(id);
    startNext();
  }

  async function giveBack(): Promise<void> {
    const rest = [...stock.values()];
    stock.clear();
    // They are due again soon in any case.
    if (rest.length > 0) await release(rest).catch(() => undefined);
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
      const returned = giveBack();
      await Promise.all(active.values());
      await withinMs(Promise.all([loop, returned]), stopTimeoutMs);
    },
  };
}

/** Waits for the work for a limited time. */
async function withinMs(work: Promise<unknown>, timeoutMs: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
