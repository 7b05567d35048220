import type { Transaction } from "../protocol/contract.generated.js";
import { toIdempotencyKey, toTransactionKey } from "../protocol/event.js";
import { parseJson } from "../protocol/signature.js";
import { findMissingField, isTransaction, statusRank } from "../protocol/transaction.js";
import type { Change } from "./inbox.js";

/** An event and the change that it tells of. */
export interface ParsedEvent {
  event: Transaction;
  change: Change;
}

/** The event in a verified text, or what keeps the text from being one. */
export function parseEvent(text: string): ParsedEvent | { problem: string } {
  const value = parseJson(text);
  if (!isTransaction(value)) return { problem: `no text in field ${findMissingField(value)}` };
  try {
    return { event: value, change: toChange(value) };
  } catch {
    return { problem: "nested deeper than can be written again" };
  }
}

/** The change that an event tells of, as an inbox keeps it. */
export function toChange(event: Transaction): Change {
  return {
    key: toIdempotencyKey(event),
    transactionKey: toTransactionKey(event),
    status: event.status,
    rank: statusRank(event.status),
    content: toContent(event),
  };
}

const documentedFields = 7;

/** The content as JSON with its keys in order. An event of the documented fields alone, as they all are, is written out. */
function toContent(event: Transaction): string {
  if (Object.keys(event).length > documentedFields) return JSON.stringify(withSortedKeys(event));
  const { amount, currency, status, tracking_id, transaction_id, transaction_type, user_id } =
    event;
  return JSON.stringify({
    amount,
    currency,
    status,
    tracking_id,
    transaction_id,
    transaction_type,
    user_id,
  });
}

/** One content, one text: the same fields told in another order are no conflict. */
function withSortedKeys(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withSortedKeys);
  const keys = Object.keys(value).toSorted();
  // fromEntries, not assignment: an own `__proto__` stays data.
  return Object.fromEntries(
    keys.map((key) => [key, withSortedKeys((value as Record<string, unknown>)[key])]),
  );
}
