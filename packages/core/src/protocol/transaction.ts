import { knownStatuses, type TransactionStatus } from "./contract.generated.js";
import type { Transaction } from "./contract/wire-types.js";

/**
 * The order of statuses: 0 for `pending`, 1 for the three final ones, undefined for an undocumented status, which is neither
 * older nor newer than another.
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

/** The fields of a transaction (documented). */
export const transactionFields: readonly string[] = [
  "transaction_id",
  "user_id",
  "tracking_id",
  "status",
  "currency",
  "amount",
  "transaction_type",
];

/** The fields that identify a change. */
const identity: readonly string[] = ["transaction_id", "transaction_type", "status"];
const otherFields = transactionFields.filter((name) => !identity.includes(name));

/** True for a field that identifies a change. Without it, a change cannot be applied exactly once. */
export function isIdentity(field: string): boolean {
  return identity.includes(field);
}

/** True if the value has the seven documented fields, each a string. */
export function isTransaction(value: unknown): value is Transaction {
  return isIdentified(value) && otherFields.every((name) => isOwnText(value, name));
}

/** True if the value has the fields that identify a change. With a contract override, other fields may be missing or null. */
export function isIdentified(value: unknown): value is Transaction {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return identity.every((name) => isOwnText(value, name) && value[name] !== "");
}

function isOwnText<Name extends string>(
  value: object,
  name: Name,
): value is { [Key in Name]: string } {
  return Object.hasOwn(value, name) && typeof (value as Record<string, unknown>)[name] === "string";
}
