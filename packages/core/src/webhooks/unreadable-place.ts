import type { EventQueue } from "./event-queue.js";
import type { Inbox } from "./inbox.js";
import { memoryUnreadable } from "./memory-unreadable.js";
import type { UnreadableStore } from "./unreadable-store.js";

/** The store of a receiver's unreadable deliveries. */
export interface UnreadablePlace {
  store: UnreadableStore;
  /** Whether the store survives a restart. Only then does the gateway get a 200. */
  isDurable: boolean;
}

/** Chooses the durable store of the inbox or the queue, or else a store in memory. */
export function toUnreadablePlace({
  inbox,
  queue,
}: {
  inbox?: Pick<Inbox<never>, "unreadable" | "durable"> | undefined;
  queue?: EventQueue | undefined;
}): UnreadablePlace {
  const store = inbox?.unreadable;
  if (store !== undefined && inbox?.durable !== false) return { store, isDurable: true };
  if (queue?.unreadable !== undefined) return { store: queue.unreadable, isDurable: true };
  return { store: store ?? memoryUnreadable(), isDurable: false };
}
