import { type Contract, documentedContract } from "../protocol/contract/contract.js";
import { readTransaction, wrappedHint } from "../protocol/contract/read-transaction.js";
import { readBody } from "../protocol/contract/response.js";
import type { Transaction } from "../protocol/contract/wire-types.js";
import { defaultAccount, toChangeKey, toNamespace, toTransactionKey } from "../protocol/event.js";
import { parseExactJson } from "../protocol/exact-json.js";
import { isTooDeep, maxJsonDepth } from "../protocol/json-shape.js";
import { parseJson } from "../protocol/signature.js";
import { isTransaction, type StatusRank, transactionFields } from "../protocol/transaction.js";
import { contentDigest } from "./content-digest.js";
import type { Change } from "./inbox.js";

/** The source of a change's content. */
export interface EventSource {
  /** The verified text. A handler can modify the event, but not this. */
  text: string;
  /** The content, if the text has other names or nested fields. Otherwise it is computed from the text on demand. */
  content: string | undefined;
}

/** An event and its source. */
export interface ParsedEvent {
  event: Transaction;
  source: EventSource;
}

/** Why a verified text is not an event. */
export interface NoEvent {
  problem: string;
  /** True if no contract could make it an event. */
  isTooDeep: boolean;
}

/** Parses a verified text according to a contract. */
export function parseEvent(
  text: string,
  contract: Contract = documentedContract,
): ParsedEvent | NoEvent {
  if (isTooDeep(text)) return { problem: tooDeep, isTooDeep: true };
  const { webhook } = contract;
  const parsed = parseJson(text);
  const value = readBody(webhook, parsed);
  if (isTransaction(value) && webhook.fields.size === documentedFields) {
    return { event: value, source: toSource(value, text, value === parsed) };
  }
  if (parsed === undefined) return toNoEvent("the body is not JSON");
  if (value === undefined)
    return toNoEvent(`the body has no ${webhook.at.join(".")}; fix contract.webhook.at`);
  const read = readTransaction(webhook, readBody(webhook, parseExactJson(text)));
  if ("problem" in read) return toNoEvent(read.problem + wrappedHint(value));
  return { event: read.transaction, source: toSource(read.transaction, text, false) };
}

function toNoEvent(problem: string): NoEvent {
  return { problem, isTooDeep: false };
}

const tooDeep = `nested deeper than ${maxJsonDepth} levels`;

/**
 * The source of an event that does not come from a verified text.
 *
 * @throws RangeError when the event nests deeper than 64 levels
 * @throws TypeError when it cannot be serialized as JSON, such as for a circular reference
 */
export function toOwnSource(event: Transaction): EventSource {
  const text = JSON.stringify(event);
  if (isTooDeep(text)) throw new RangeError(tooDeep);
  return toSource(event, text, true);
}

/**
 * Computed before anything is claimed. The depth of the text was checked, so `withSortedKeys` can recurse.
 *
 * @param isWhole whether the text has the same fields as the event, under the same names
 */
function toSource(event: Transaction, text: string, isWhole: boolean): EventSource {
  const isPlain = isWhole && Object.keys(event).length <= documentedFields;
  return { text, content: isPlain ? undefined : toContent(event) };
}

/** The context of a change that the event does not include. */
export interface ChangePlace {
  /** Defaults to `"default"`. */
  account?: string | undefined;
  /** The account's namespace in the inbox. Defaults to the namespace of an account that was never renamed. */
  namespace?: string | undefined;
  /** Defines the ranks of statuses. Defaults to the documented contract. */
  contract?: Pick<Contract, "statuses"> | undefined;
  /** Whether the receiver has a handler for the event. Defaults to `true`. */
  isHandled?: boolean | undefined;
}

/**
 * Creates the change of an event, as an inbox records it.
 *
 * @throws RangeError when the event nests deeper than 64 levels
 */
export function toChange(
  event: Transaction,
  place: ChangePlace = {},
  source: EventSource = toOwnSource(event),
): Change {
  return new EventChange(event, place, source);
}

/** Computes the content only when an engine reads it. */
class EventChange implements Change {
  readonly account: string;
  readonly transactionKey: string;
  readonly status: string;
  readonly rank: StatusRank;
  readonly isHandled: boolean;
  readonly #digest: number;
  readonly #text: string;
  #content: string | undefined;

  constructor(event: Transaction, place: ChangePlace, { text, content }: EventSource) {
    const { account = defaultAccount, isHandled = true } = place;
    this.account = account;
    this.transactionKey = toTransactionKey(event, place.namespace ?? toNamespace(account));
    this.status = event.status;
    this.rank = (place.contract ?? documentedContract).statuses.get(event.status);
    this.isHandled = isHandled;
    this.#text = text;
    this.#content = content;
    // Before a handler can modify the event.
    this.#digest = contentDigest(event, () => this.content);
  }

  get key(): string {
    return toChangeKey(this.transactionKey, this.status);
  }

  get digest(): number {
    return this.#digest;
  }

  get content(): string {
    this.#content ??= toContent(JSON.parse(this.#text));
    return this.#content;
  }
}

const documentedFields = transactionFields.length;

function toContent(event: unknown): string {
  return JSON.stringify(withSortedKeys(event));
}

/** The same fields in another order must have the same content, or they would be a conflict. */
function withSortedKeys(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withSortedKeys);
  const keys = Object.keys(value).toSorted();
  // fromEntries, not assignment, so that an own `__proto__` stays data.
  return Object.fromEntries(
    keys.map((key) => [key, withSortedKeys((value as Record<string, unknown>)[key])]),
  );
}
