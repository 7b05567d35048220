import { InvalidOptionError } from "../protocol/errors.js";
import type { Applied } from "./apply-change.js";
import type { Change, Inbox } from "./inbox.js";
import type { UnreadableStore } from "./unreadable-store.js";

/** Where verified events wait for a worker: such as what `createWebhookQueue` of @numipay/bullmq makes. */
export interface EventQueue {
  /** Stores a change durably. Rejects where it could not: the delivery is answered 503 and comes again. */
  add(change: Change): Promise<void>;
  /** Rejects when the store cannot be reached: for health checks. */
  ping?: (() => Promise<void>) | undefined;
  /**
   * Stores signed deliveries that are no transaction by the contract, for a webhook without a durable inbox. Without it they
   * are kept in memory and get a 503.
   */
  unreadable?: UnreadableStore | undefined;
}

/** Hands a verified change to the queue. Never throws. */
export async function enqueue(queue: EventQueue, change: Change): Promise<Applied> {
  try {
    await queue.add(change);
    return { outcome: "queued" };
  } catch (error) {
    return { outcome: "inbox-unavailable", error };
  }
}

/**
 * Stands in where a webhook has a queue and no inbox. A worker that is given such a webhook by mistake must not count its
 * events as applied: they fail, and are kept.
 */
export function refusingInbox<Tx>(): Inbox<Tx> {
  const refuse = (): Promise<never> =>
    Promise.reject(
      new InvalidOptionError(
        "inbox",
        "is missing: this webhook only hands deliveries to its queue. What applies them needs an inbox.",
      ),
    );
  return { claim: refuse, complete: refuse, release: refuse, peek: refuse, durable: false };
}
