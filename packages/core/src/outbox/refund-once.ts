import { checkTrackingId } from "../client/check-request.js";
import type { IntentKey } from "./journal.js";
import type { OutboxStore } from "./outbox-store.js";

/** The name of the mark. */
const refund = "refund";

/**
 * Runs a refund unless one was recorded, and returns whether it ran: a promise, or the result itself with a synchronous driver.
 *
 * @throws InvalidArgumentError when `tracking_id` is not a string of 1 to 255 characters
 * @throws TypeError when the driver is synchronous and the refund returns a promise
 */
export function refundOnce<Tx>(
  store: OutboxStore<Tx>,
  account: string,
  { tx, tracking_id, work }: { tx: Tx; tracking_id: string; work: () => unknown },
): boolean | Promise<boolean> {
  const toKey = (): IntentKey => ({
    account,
    slot: "transaction",
    tracking_id: checkTrackingId(tracking_id),
  });
  if (!store.isSynchronous) return refundLater(store, { tx, toKey, work });
  const isFirst = (store as OutboxStore<Tx, true>).markOnce(tx, toKey(), refund);
  if (isFirst) requireResult(work());
  return isFirst;
}

async function refundLater<Tx>(
  store: OutboxStore<Tx>,
  { tx, toKey, work }: { tx: Tx; toKey: () => IntentKey; work: () => unknown },
): Promise<boolean> {
  const isFirst = await store.markOnce(tx, toKey(), refund);
  if (isFirst) await work();
  return isFirst;
}

function requireResult(returned: unknown): void {
  if (typeof (returned as { then?: unknown } | undefined)?.then !== "function") return;
  // It cannot be stopped, and its own failure must not end the process as well.
  Promise.resolve(returned).catch(() => undefined);
  throw new TypeError(
    "The refund returned a promise, but tx is synchronous. Use a function without async and await.",
  );
}
