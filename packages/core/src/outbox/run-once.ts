import type { OutboxOutcome } from "./outbox-handlers.js";
import type { Processed } from "./outbox-messages.js";
import { type ProcessIntent, toIntentId } from "./process-intent.js";
import type { TakeDue } from "./take-due.js";

/** Options of `outbox.runOnce`. */
export interface OutboxRunOptions {
  /** How many calls to send or report at once. Must be a whole number from 1 to 1000. Defaults to `4`. */
  concurrency?: number | undefined;
  /** Stops taking calls when it aborts. The calls that are being sent are finished. */
  signal?: AbortSignal | undefined;
}

/** What became of the calls that were due: how many were reported by outcome, and the others. */
export interface OutboxRun extends Record<OutboxOutcome, number> {
  /** Calls that were not sent and are due again later, such as without a connection. */
  queued: number;
  /** Calls that could not be sent or reported. `onError` was called with the reason; they are due again later. */
  failed: number;
}

/**
 * Processes what is due, each intent at most once.
 *
 * @throws the store's error when it does not return what is due
 */
export async function runOnce(
  takeDue: TakeDue,
  process: ProcessIntent,
  { concurrency, signal }: { concurrency: number; signal: AbortSignal | undefined },
): Promise<OutboxRun> {
  const counts: Record<Processed, number> = {
    confirmed: 0,
    refused: 0,
    unknown: 0,
    queued: 0,
    failed: 0,
    skipped: 0,
  };
  const seen = new Set<string>();
  for (;;) {
    if (signal?.aborted) break;
    const taken = await takeDue(concurrency);
    const fresh = taken.filter(({ recorded }) => !seen.has(toIntentId(recorded)));
    if (fresh.length === 0) break;
    for (const { recorded } of fresh) seen.add(toIntentId(recorded));
    for (const processed of await Promise.all(fresh.map(process))) counts[processed] += 1;
  }
  const { skipped: _, ...run } = counts;
  return run;
}
