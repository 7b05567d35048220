import { type Contract, documentedContract } from "../protocol/contract/contract.js";
import { readTransaction, wrappedHint } from "../protocol/contract/read-transaction.js";
import { readBody } from "../protocol/contract/response.js";
import type { Transaction } from "../protocol/contract/wire-types.js";
import { defaultAccount, toChangeKey, toNamespace, toTransactionKey } from "../protocol/event.js";
import { parseExactJson } from "../protocol/exact-json.js";
import { isTooDeep, maxJsonDepth } from "../protocol/json-shape.js";
import { parseJson } from "../protocol/signature.js";
import { isTransaction, type StatusRank, transactionFields } from "../protocol/transaction.js";
import type { Change } from "./inbox.js";

/** What the content of a change is written from. */
export interface EventSource {
  /** The verified text. A handler may write into the event, but not into this. */
  text: string;
  /** The content, where the text says it in other words or has fields of any depth; else it is written when asked for. */
  content: string | undefined;
}

/** An event and its source. */
export interface ParsedEvent {
  event: Transaction;
  source: EventSource;
}

/** What keeps a verified text from being an event. */
export interface NoEvent {
  problem: string;
  /** True where no contract could make it one. */
  isTooDeep: boolean;
}

/** The event in a verified text by a contract, or what keeps the text from being one. */
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
  if (parsed === undefined) return toNoEvent("the signed text is no JSON");
  if (value === undefined)
    return toNoEvent(`nothing at ${webhook.at.join(".")}; see contract.webhook.at`);
  const read = readTransaction(webhook, readBody(webhook, parseExactJson(text)));
  if ("problem" in read) return toNoEvent(read.problem + wrappedHint(value));
  return { event: read.transaction, source: toSource(read.transaction, text, false) };
}

function toNoEvent(problem: string): NoEvent {
  return { problem, isTooDeep: false };
}

const tooDeep = `nested deeper than ${maxJsonDepth} levels`;

/**
 * The source of an event that was found elsewhere than in a verified text.
 *
 * @throws RangeError when the event nests deeper than 64 levels
 * @throws TypeError when it is no JSON, such as for a circle
 */
export function toOwnSource(event: Transaction): EventSource {
  const text = JSON.stringify(event);
  if (isTooDeep(text)) throw new RangeError(tooDeep);
  return toSource(event, text, true);
}

/**
 * Written before anything is claimed: the depth of the text is known, so `withSortedKeys` may recurse.
 *
 * @param isWhole whether the text says what the event says, name by name
 */
function toSource(event: Transaction, text: string, isWhole: boolean): EventSource {
  const isPlain = isWhole && Object.keys(event).length <= documentedFields;
  return { text, content: isPlain ? undefined : toContent(event) };
}

/** What an event alone does not say of its change. */
export interface ChangePlace {
  /** Defaults to the unnamed account. */
  account?: string | undefined;
  /** The account's namespace in the inbox. Defaults to the account's own. */
  namespace?: string | undefined;
  /** Knows the statuses. Defaults to the documented ones. */
  contract?: Pick<Contract, "statuses"> | undefined;
  /** Whether the receiver has a handler for it. Defaults to true. */
  isHandled?: boolean | undefined;
}

/**
 * The change that an event brings, as an inbox keeps it.
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

/** A change whose content is written only when an engine asks: the inbox in memory does so for a repetition alone. */
class EventChange implements Change {
  readonly account: string;
  readonly transactionKey: string;
  readonly status: string;
  readonly rank: StatusRank;
  readonly isHandled: boolean;
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
  }

  /** Not kept: the inbox in memory keeps many changes, and what each of them holds is copied about by the collector. */
  get key(): string {
    return toChangeKey(this.transactionKey, this.status);
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
