import type { Transaction } from "@numipay/core";
import { formatAmount } from "@numipay/core/protocol";
import type { DeskStore } from "./desk-store.js";
import type { Hire } from "./hire.js";
import { toCents, toDecimal } from "./money.js";
import type { Refund } from "./refund.js";

/**
 * Returns the row of an event if it matches. Otherwise returns undefined and flags the event for review. It does not throw: a
 * retry of the same event would not match either.
 *
 * @param key the webhook's idempotency key
 */
export async function checkExpected<Row extends Hire | Refund>(
  store: DeskStore,
  row: Row | null,
  event: Transaction,
  key: string,
): Promise<Row | undefined> {
  const reason = findMismatch(row, event);
  if (row !== null && reason === undefined) return row;
  await store.flag({ key, trackingId: event.tracking_id, reason: reason ?? "" });
  if (row !== null) {
    row.state = "flagged";
    await store.save(row);
  }
  return undefined;
}

/** The signature proves the sender; amount and currency must be checked as well. */
function findMismatch(row: Hire | Refund | null, event: Transaction): string | undefined {
  const type = `${event.transaction_type}.${event.status}`;
  if (row === null) return `${type} that we did not request`;
  if (event.currency !== row.currency || toCents(event.amount) !== row.cents) {
    const requested = toDecimal(row.cents);
    return `${type} of ${show(event.amount, event.currency)}, requested ${show(requested, row.currency)}`;
  }
  return row.closedBy === null ? undefined : `${type}, was already ${row.state}`;
}

/** With the currency's code, because a wrong currency can be the mismatch. */
function show(amount: string, currency: string): string {
  return `${formatAmount(amount, currency)} ${currency}`;
}
