import { startDeadline, untilAborted } from "../client/until-aborted.js";
import type { RecordedIntent } from "./journal.js";
import type { OutboxParts } from "./outbox-parts.js";

/**
 * How long other workers do not get an intent that was taken. A claim extends it; without one, the process crashed before it sent.
 * Also the shortest delay after a failure.
 */
const visibilityMs = 10_000;
const timeoutMs = 30_000;

/** A due intent that no other worker gets for a while. */
export interface TakenIntent {
  recorded: RecordedIntent;
  /** True once another worker may have taken it too. It must not be claimed then: it may have been refused meanwhile. */
  isExpired: () => boolean;
}

/** Takes due intents. */
export type TakeDue = (limit: number) => Promise<TakenIntent[]>;

/** Creates the function that takes due intents. It rejects if the store does not respond within 30 seconds. */
export function createTakeDue<Tx, HandlerTx>({ journal }: OutboxParts<Tx, HandlerTx>): TakeDue {
  return async (limit) => {
    const deadline = startDeadline(timeoutMs);
    const startedAt = performance.now();
    const isExpired = (): boolean => performance.now() - startedAt >= visibilityMs;
    try {
      const taking = journal.store.takeDue(journal.namespace, limit, visibilityMs);
      const taken = await untilAborted(taking, deadline.signal);
      return taken.map((recorded) => ({ recorded, isExpired }));
    } catch (error) {
      if (!deadline.signal.aborted) throw error;
      const problem = `The store of the journal did not respond within ${timeoutMs} ms.`;
      throw new Error(problem, { cause: error });
    } finally {
      deadline.clear();
    }
  };
}
