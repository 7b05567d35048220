import type { EventQueue } from "./event-queue.js";
import type { Inbox } from "./inbox.js";
import { memoryUnreadable } from "./memory-unreadable.js";
import type { UnreadableStore } from "./unreadable-store.js";

/** Where a receiver keeps the deliveries that it cannot read. */
export interface UnreadablePlace {
  store: UnreadableStore;
  /** Whether the store outlives the process: only then does the gateway get a 200. */
  isDurable: boolean;
}

/** The durable store of the inbox or the queue; otherwise one in memory. */
export function toUnreadablePlace({
  inbox,
  queue,
}: {
  inbox?: Pick<Inbox<never>, "unreadable" | "durable"> | undefined;
  queue?: EventQueue | undefined;
}): UnreadablePlace {
  const kept = inbox?.unreadable;
  if (kept !== undefined && inbox?.durable !== false) return { store: kept, isDurable: true };
  if (queue?.unreadable !== undefined) return { store: queue.unreadable, isDurable: true };
  return { store: kept ?? memoryUnreadable(), isDurable: false };
}
