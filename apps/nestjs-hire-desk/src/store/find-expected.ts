import type { Transaction } from "@numipay/core";
import type { Books, Hire, Refund } from "./books.js";
import { toCents, toDecimal } from "./money.js";

/**
 * The row that an event is about; the key is the `idempotencyKey` of its webhook. Undefined where none fits: that is noted for a person and books nothing. It does not
 * throw, for the gateway would send the same event again and again, and it would fit no better.
 */
export function findExpected<Kind extends Hire | Refund>(
  books: Books,
  rows: ReadonlyMap<string, Kind>,
  event: Transaction,
  key: string,
): Kind | undefined {
  const row = rows.get(event.tracking_id);
  const why = whyNot(row, event, key);
  if (why === undefined) return row;
  if (!books.flags.some((flag) => flag.key === key)) {
    books.flags.push({ key, trackingId: event.tracking_id, why });
  }
  if (row !== undefined) row.state = "flagged";
  return undefined;
}

/** The signature says who sent it. That it is what we asked for is ours to check. */
function whyNot(
  row: Hire | Refund | undefined,
  event: Transaction,
  key: string,
): string | undefined {
  const told = `${event.transaction_type}.${event.status}`;
  if (row === undefined) return `${told} for something that we never asked for`;
  if (event.currency !== row.currency || toCents(event.amount) !== row.cents) {
    return `${told} of ${event.amount} ${event.currency}, but we asked for ${toDecimal(row.cents)} ${row.currency}`;
  }
  // What this very webhook has settled is no news: its record may have failed. Anything else is, such as another transaction.
  return row.settledBy !== undefined && row.settledBy !== key
    ? `${told}, of what is ${row.state} already`
    : undefined;
}
