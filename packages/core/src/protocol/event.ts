import {
  knownStatuses,
  knownTypes,
  type TransactionStatus,
  type TransactionType,
} from "./contract.generated.js";
import type { Contract } from "./contract/contract.js";
import type { AddedStatus, AddedType } from "./contract/registered.js";
import type { Transaction } from "./contract/wire-types.js";
import { nearestWord } from "./nearest-word.js";

type KnownStatus = (typeof knownStatuses)[number] | AddedStatus;
type KnownType = (typeof knownTypes)[number] | AddedType;

/** A pattern of event names: `"deposit.successful"`, `"deposit.*"`, `"*.rejected"` or `"*"`. */
export type EventPattern = "*" | `${KnownType | "*"}.${KnownStatus | "*"}`;

/**
 * The verified payload of events that match a pattern: for `"deposit.successful"`, the type of `status` is `"successful"` and
 * the type of `transaction_type` is `"deposit"`.
 */
export type NumipayEvent<Pattern extends EventPattern = "*"> =
  Pattern extends `${infer Type}.${infer Status}`
    ? Omit<Transaction, "status" | "transaction_type"> & {
        transaction_type: Type extends "*" ? TransactionType : Type;
        status: Status extends "*" ? TransactionStatus : Status;
      }
    : Transaction;

/** The event's name: `transaction_type.status`. */
export function eventType(transaction: Transaction): string {
  return `${transaction.transaction_type}.${transaction.status}`;
}

/** True if the event of this transaction matches the pattern. */
export function matchesPattern(pattern: string, transaction: Transaction): boolean {
  if (pattern === "*") return true;
  const dot = pattern.indexOf(".");
  const type = pattern.slice(0, dot);
  const status = pattern.slice(dot + 1);
  return (
    (type === "*" || type === transaction.transaction_type) &&
    (status === "*" || status === transaction.status)
  );
}

/** Why a pattern can never match and how to fix it, as the rest of a sentence; undefined if it can match. */
export function patternProblem(
  pattern: unknown,
  contract?: Pick<Contract, "statuses" | "types">,
): string | undefined {
  const types = contract?.types ?? knownTypes;
  const statuses = contract === undefined ? knownStatuses : [...contract.statuses.keys()];
  if (pattern === "*") return undefined;
  const parts = typeof pattern === "string" ? pattern.split(".") : [];
  const [type, status] = parts;
  if (parts.length === 2 && isWord(type, types) && isWord(status, statuses)) {
    return undefined;
  }
  return (
    `${JSON.stringify(pattern)} can never match. ${suggest(pattern, types, statuses)}Use "*", or a type (${types.join(", ")} or *), a dot, ` +
    `and a status (${statuses.join(", ")} or *). To match other statuses or types by name, add them to ` +
    'contract.statuses or contract.types; "*", "deposit.*" and "*.*" match them without that.'
  );
}

function suggest(pattern: unknown, types: readonly string[], statuses: readonly string[]): string {
  const patterns = ["*", ...types].flatMap((type) =>
    ["*", ...statuses].map((status) => `${type}.${status}`),
  );
  const near = typeof pattern === "string" ? nearestWord(pattern, patterns) : undefined;
  return near === undefined ? "" : `Did you mean "${near}"? `;
}

function isWord(word: string | undefined, known: readonly string[]): boolean {
  return word !== undefined && (word === "*" || known.includes(word));
}

/** The account of a webhook without the `account` option. `account: "default"` is the same account. */
export const defaultAccount = "default";

/**
 * The key of a transaction: the account's namespace, the transaction type and the gateway's id, each escaped so that keys are
 * unique. The default account's namespace is empty and is omitted.
 */
export function toTransactionKey(
  { transaction_type, transaction_id }: Pick<Transaction, "transaction_type" | "transaction_id">,
  namespace = "",
): string {
  const key = `${escapeColon(transaction_type)}:${escapeColon(transaction_id)}`;
  return namespace === "" ? key : `${escapeColon(namespace)}:${key}`;
}

/**
 * The key of one change of one transaction. It is the same for every delivery: use it to make an effect happen once.
 *
 * @param account the merchant account; for a renamed account, its first name. Defaults to `"default"`.
 */
export function toIdempotencyKey(transaction: Transaction, account = defaultAccount): string {
  return toChangeKey(toTransactionKey(transaction, toNamespace(account)), transaction.status);
}

/** The namespace of an account that was never renamed: its name, or empty for the default account. */
export function toNamespace(account: string): string {
  return account === defaultAccount ? "" : account;
}

/** The key of a change from the key of its transaction. */
export function toChangeKey(transactionKey: string, status: string): string {
  return `${transactionKey}:${escapeColon(status)}`;
}

/** Makes `a:b` + `c` differ from `a` + `b:c`. Not encodeURIComponent, which throws on a lone surrogate. */
export function escapeColon(part: string): string {
  return /[%:]/.test(part) ? part.replaceAll("%", "%25").replaceAll(":", "%3A") : part;
}
