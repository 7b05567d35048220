import type { Transaction } from "@numipay/core";
import type { Books, Hire, Refund } from "./books.js";
import { toCents, toDecimal } from "./money.js";

/**
 * The row that an event is about. Undefined where none fits: that is noted for a person and books nothing. It does not
 * throw, for the gateway would send the same event again and again, and it would fit no better.
 */
export function findExpected<Kind extends Hire | Refund>(
  books: Books,
  rows: ReadonlyMap<string, Kind>,
  event: Transaction,
): Kind | undefined {
  const row = rows.get(event.tracking_id);
  const why = whyNot(row, event);
  if (why === undefined) return row;
  books.flags.push({ trackingId: event.tracking_id, why });
  if (row !== undefined) row.state = "flagged";
  return undefined;
}

/** The signature says who sent it. That it is what we asked for is ours to check. */
function whyNot(row: Hire | Refund | undefined, event: Transaction): string | undefined {
  const told = `${event.transaction_type}.${event.status}`;
  if (row === undefined) return `${told} for something that we never asked for`;
  if (event.currency !== row.currency || toCents(event.amount) !== row.cents) {
    return `${told} of ${event.amount} ${event.currency}, but we asked for ${toDecimal(row.cents)} ${row.currency}`;
  }
  // The inbox lets no repetition through, so this is news: another transaction, or another ending of this one.
  return row.isSettled ? `${told}, of what is ${row.state} already` : undefined;
}
