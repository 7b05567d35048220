import { knownStatuses, type TransactionStatus } from "./contract.generated.js";
import type { Transaction } from "./contract/wire-types.js";

/**
 * How far a status is: 0 for `pending`, 1 for the three final ones, undefined for one that the gateway has not
 * documented, which therefore is never older or newer than another.
 */
export type StatusRank = 0 | 1 | undefined;

/** The rank of a status. A change never goes from a higher rank to a lower one. */
export function statusRank(status: TransactionStatus): StatusRank {
  if (status === "pending") return 0;
  return (knownStatuses as readonly string[]).includes(status) ? 1 : undefined;
}

/** True for a status that the gateway documents as final: successful, rejected or expired. */
export function isFinal(status: TransactionStatus): boolean {
  return statusRank(status) === 1;
}

const identity = ["transaction_id", "transaction_type", "status"] as const;
const otherText = ["user_id", "tracking_id", "currency", "amount"] as const;

/** The first documented field that is missing or no text, or undefined when the value is a transaction. */
export function findMissingField(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "transaction_id";
  const fields = value as Record<string, unknown>;
  const isText = (name: string): boolean =>
    Object.hasOwn(fields, name) && typeof fields[name] === "string";
  return (
    identity.find((name) => !isText(name) || fields[name] === "") ??
    otherText.find((name) => !isText(name))
  );
}

/** True when the value has the seven documented fields, each a text. */
export function isTransaction(value: unknown): value is Transaction {
  return findMissingField(value) === undefined;
}
