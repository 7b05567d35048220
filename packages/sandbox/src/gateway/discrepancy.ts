import type { Transaction } from "@numipay/core/protocol";
import type { LedgerRow } from "./ledger-row.js";

/**
 * A kind of discrepancy:
 *
 * - lost: successful at the gateway, and not in the ledger
 * - doubled: booked more often than it happened
 * - wrong-amount, wrong-currency: in the ledger with another amount or currency
 * - wrong-tracking-id: in the ledger by the gateway's id, under another tracking id
 * - wrong-status: recorded with another final status than the gateway's
 * - paid-but-failed: booked as money, but rejected, expired or still pending at the gateway
 * - phantom: booked, and the gateway has no such transaction
 * - unchecked: could not be compared
 */
export type DiscrepancyKind =
  | "lost"
  | "doubled"
  | "wrong-amount"
  | "wrong-currency"
  | "wrong-tracking-id"
  | "wrong-status"
  | "paid-but-failed"
  | "phantom"
  | "unchecked";

/** A row or transaction that differs or could not be compared. */
export interface Discrepancy {
  readonly kind: DiscrepancyKind;
  readonly tracking_id: string;
  /** Null if neither the gateway nor the ledger has one. */
  readonly transaction_id: string | null;
  /** The gateway's value, or null. */
  readonly expected: string | null;
  /** The ledger's value, or null. */
  readonly found: string | null;
  /** The discrepancy as a sentence. */
  readonly message: string;
}

type Finding = Pick<Discrepancy, "kind" | "expected" | "found"> & { readonly text: string };

/** Creates a discrepancy of a transaction, or of a row without one. */
export function toDiscrepancy(
  { tracking_id, transaction_id }: Pick<Transaction | LedgerRow, "tracking_id" | "transaction_id">,
  { kind, expected, found, text }: Finding,
): Discrepancy {
  return {
    kind,
    tracking_id,
    transaction_id: transaction_id ?? null,
    expected,
    found,
    message: `${showId(tracking_id)} ${text}`,
  };
}

/** Amount and currency as text. */
export function moneyOf({ amount, currency }: Pick<LedgerRow, "amount" | "currency">): string {
  return `${amount} ${currency}`;
}

/** Quotes ids with invisible characters or surrounding spaces. */
export function showId(id: string): string {
  return id !== id.trim() || /[\p{Cc}\p{Cf}]/u.test(id) ? JSON.stringify(id) : id;
}
