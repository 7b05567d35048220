import type { Transaction } from "../protocol/contract.generated.js";
import { toChangeKey, toTransactionKey } from "../protocol/event.js";
import { parseJson } from "../protocol/signature.js";
import {
  findMissingField,
  isTransaction,
  type StatusRank,
  statusRank,
} from "../protocol/transaction.js";
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
    return { event: value, change: toChange(value, text) };
  } catch {
    return { problem: "nested deeper than can be written again" };
  }
}

/** The change that an event tells of, as an inbox keeps it. */
export function toChange(event: Transaction, text: string = JSON.stringify(event)): Change {
  return new EventChange(event, text);
}

/** A change whose content is written only when an engine asks: the inbox in memory does so for a repetition alone. */
class EventChange implements Change {
  readonly transactionKey: string;
  readonly status: string;
  readonly rank: StatusRank;
  readonly #text: string;
  #content: string | undefined;

  constructor(event: Transaction, text: string) {
    this.transactionKey = toTransactionKey(event);
    this.status = event.status;
    this.rank = statusRank(event.status);
    this.#text = text;
    // Fields of any depth are written at once: what cannot be written must be known before anything is claimed.
    this.#content = Object.keys(event).length > documentedFields ? toContent(event) : undefined;
  }

  /** Not kept: the inbox in memory keeps many changes, and what each of them holds is copied about by the collector. */
  get key(): string {
    return toChangeKey(this.transactionKey, this.status);
  }

  get content(): string {
    // Out of the text, not out of the event: a handler may have written into that.
    this.#content ??= toContent(JSON.parse(this.#text));
    return this.#content;
  }
}

const documentedFields = 7;

function toContent(event: unknown): string {
  return JSON.stringify(withSortedKeys(event));
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
