import type { Transaction } from "../protocol/contract/wire-types.js";
import { isProof } from "./is-proof.js";
import type { Intent } from "./journal.js";

/** The fields of a transaction that can prove an intent. */
export type FoundTransaction = Pick<Transaction, "status" | "transaction_type">;

const payouts: readonly string[] = ["requestPayout", "approvePayout", "rejectPayout"];

/** True if a transaction of the gateway's list or of a webhook proves that the intent with its `tracking_id` was carried out. */
export function isProvenBy(
  { operation, slot }: Pick<Intent, "operation" | "slot">,
  { status, transaction_type }: FoundTransaction,
): boolean {
  return (
    canBeOf(operation, transaction_type) &&
    isProof(slot, { state: "found", transaction_status: status })
  );
}

/**
 * True if a transaction of this type can be that of an operation: a payment and a payout with the same `tracking_id` must not be
 * confused. The types that an override adds can belong to every operation.
 */
export function canBeOf(operation: string, transaction_type: string): boolean {
  if (transaction_type === "deposit") return !payouts.includes(operation);
  return transaction_type !== "withdrawal" || payouts.includes(operation);
}
