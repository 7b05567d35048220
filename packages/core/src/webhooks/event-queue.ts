import { InvalidOptionError } from "../protocol/errors.js";
import type { Applied } from "./apply-change.js";
import type { Change, Inbox } from "./inbox.js";
import type { UnreadableStore } from "./unreadable-store.js";

/** A queue of verified events for a worker, such as `createWebhookQueue` from @numipay/bullmq. */
export interface EventQueue {
  /** Stores a change durably. If it rejects, the delivery gets a 503 and the gateway retries it. */
  add(change: Change): Promise<void>;
  /** For health checks. Rejects when the store is unavailable. */
  ping?: (() => Promise<void>) | undefined;
  /**
   * Stores verified deliveries that are not a transaction according to the contract, for a webhook without a durable inbox.
   * Without it they are stored in memory and get a 503.
   */
  unreadable?: UnreadableStore | undefined;
}

/** Adds a verified change to the queue. Never throws. */
export async function enqueue(queue: EventQueue, change: Change): Promise<Applied> {
  try {
    await queue.add(change);
    return { outcome: "queued" };
  } catch (error) {
    return { outcome: "inbox-unavailable", error };
  }
}

/**
 * The inbox of a webhook that has a queue and no inbox. It rejects every claim: if a worker uses such a webhook by mistake, its
 * events fail and stay in the queue instead of counting as applied.
 */
export function refusingInbox<Tx>(): Inbox<Tx> {
  const refuse = (): Promise<never> =>
    Promise.reject(
      new InvalidOptionError(
        "inbox",
        "is missing. This webhook only adds deliveries to its queue; the webhook that applies them needs an inbox.",
      ),
    );
  return { claim: refuse, complete: refuse, release: refuse, peek: refuse, durable: false };
}
