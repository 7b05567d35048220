import {
  knownStatuses,
  knownTypes,
  type TransactionStatus,
  type TransactionType,
} from "./contract.generated.js";
import type { Contract } from "./contract/contract.js";
import type { AddedStatus, AddedType } from "./contract/registered.js";
import type { Transaction } from "./contract/wire-types.js";

type KnownStatus = (typeof knownStatuses)[number] | AddedStatus;
type KnownType = (typeof knownTypes)[number] | AddedType;

/** A pattern of event names: `"deposit.successful"`, `"deposit.*"`, `"*.rejected"` or `"*"`. */
export type EventPattern = "*" | `${KnownType | "*"}.${KnownStatus | "*"}`;

/**
 * The verified payload that a pattern lets through: with `"deposit.successful"` its `status` is `"successful"` and its
 * `transaction_type` is `"deposit"`.
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

/** True when an event of this transaction is one that the pattern names. */
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

/** What is wrong with a pattern, as a sentence that says how to mend it; undefined when it can match. */
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
    `${JSON.stringify(pattern)} can never match: write "*", or a type (${types.join(", ")} or *), a dot, ` +
    `and a status (${statuses.join(", ")} or *). What the gateway adds later reaches "*", "deposit.*" and "*.*"; ` +
    "add it to contract.statuses or contract.types to name it here."
  );
}

function isWord(word: string | undefined, known: readonly string[]): boolean {
  return word !== undefined && (word === "*" || known.includes(word));
}

/** The account of a webhook that was given none. Naming it explicitly means the same account. */
export const defaultAccount = "default";

/**
 * Names one transaction: the account's namespace, the transaction's type and the gateway's id, each part escaped, so that
 * no two transactions share a name. The unnamed account's namespace is empty and adds no part.
 */
export function toTransactionKey(
  { transaction_type, transaction_id }: Transaction,
  namespace = "",
): string {
  const key = `${escapeColon(transaction_type)}:${escapeColon(transaction_id)}`;
  return namespace === "" ? key : `${escapeColon(namespace)}:${key}`;
}

/**
 * Names one change of one transaction, the same at each delivery: use it to make an effect happen once.
 *
 * @param account the merchant account. Defaults to the unnamed one. For an account that was renamed, its first name.
 */
export function toIdempotencyKey(transaction: Transaction, account = defaultAccount): string {
  return toChangeKey(toTransactionKey(transaction, toNamespace(account)), transaction.status);
}

/** The namespace of an account that was never renamed: its name, or nothing for the unnamed one. */
export function toNamespace(account: string): string {
  return account === defaultAccount ? "" : account;
}

/** Names the change of a transaction whose key is known already. */
export function toChangeKey(transactionKey: string, status: string): string {
  return `${transactionKey}:${escapeColon(status)}`;
}

/** Keeps `a:b` + `c` and `a` + `b:c` apart. Not encodeURIComponent: that throws on half a surrogate pair. */
export function escapeColon(part: string): string {
  return /[%:]/.test(part) ? part.replaceAll("%", "%25").replaceAll(":", "%3A") : part;
}
