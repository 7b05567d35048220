import type { Transaction } from "@numipay/core";
import { formatAmount } from "@numipay/core/protocol";
import type { DeskStore, Hire, Refund } from "./desk-store.js";
import { toCents, toDecimal } from "./money.js";

/**
 * Finds the row of an event. Returns undefined and flags the event for review if no row matches. It does not throw: a retry
 * of the same event would not match either.
 *
 * @param key the webhook's idempotency key
 */
export function findExpected<Row extends Hire | Refund>(
  store: DeskStore,
  rows: ReadonlyMap<string, Row>,
  event: Transaction,
  key: string,
): Row | undefined {
  const row = rows.get(event.tracking_id);
  const reason = findMismatch(row, event, key);
  if (reason === undefined) return row;
  if (!store.flags.some((flag) => flag.key === key)) {
    store.flags.push({ key, trackingId: event.tracking_id, reason });
  }
  if (row !== undefined) row.state = "flagged";
  return undefined;
}

/** The signature proves the sender; amount and currency must be checked as well. */
function findMismatch(
  row: Hire | Refund | undefined,
  event: Transaction,
  key: string,
): string | undefined {
  const type = `${event.transaction_type}.${event.status}`;
  if (row === undefined) return `${type} that we did not request`;
  if (event.currency !== row.currency || toCents(event.amount) !== row.cents) {
    const requested = toDecimal(row.cents);
    return `${type} of ${show(event.amount, event.currency)}, requested ${show(requested, row.currency)}`;
  }
  // The same webhook can arrive again if it was booked but not recorded. Another one must not change a closed row.
  return row.closedBy !== undefined && row.closedBy !== key
    ? `${type}, was already ${row.state}`
    : undefined;
}

/** With the currency's code, because a wrong currency can be the mismatch. */
function show(amount: string, currency: string): string {
  return `${formatAmount(amount, currency)} ${currency}`;
}
