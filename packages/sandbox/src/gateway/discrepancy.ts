import type { Transaction } from "@numipay/core/protocol";
import type { LedgerRow } from "./ledger-row.js";

/**
 * What is wrong with a ledger:
 *
 * - lost: successful at the gateway, and not in the ledger
 * - doubled: booked once more than it happened
 * - wrong-amount, wrong-currency: in the ledger, but not as what it was
 * - wrong-tracking-id: in the ledger by the gateway's id, under another tracking id
 * - wrong-status: noted with another final status than the gateway's
 * - paid-but-failed: booked as money, but rejected, expired or still pending at the gateway
 * - phantom: booked, and the gateway has no such transaction
 * - unchecked: could not be compared, so nothing is known of it
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

/** One thing that is wrong, or could not be compared. */
export interface Discrepancy {
  readonly kind: DiscrepancyKind;
  readonly tracking_id: string;
  /** Null: neither the gateway nor the ledger has one. */
  readonly transaction_id: string | null;
  /** The gateway's value; null: none. */
  readonly expected: string | null;
  /** The ledger's value; null: none. */
  readonly found: string | null;
  /** The same as a sentence for a person. */
  readonly message: string;
}

type Finding = Pick<Discrepancy, "kind" | "expected" | "found"> & { readonly says: string };

/** A finding about a transaction of the gateway, or about a line that has none. */
export function toDiscrepancy(
  { tracking_id, transaction_id }: Pick<Transaction | LedgerRow, "tracking_id" | "transaction_id">,
  { kind, expected, found, says }: Finding,
): Discrepancy {
  return {
    kind,
    tracking_id,
    transaction_id: transaction_id ?? null,
    expected,
    found,
    message: `${showId(tracking_id)} ${says}`,
  };
}

/** Amount and currency, as one text. */
export function moneyOf({ amount, currency }: Pick<LedgerRow, "amount" | "currency">): string {
  return `${amount} ${currency}`;
}

/** In quotation marks where the eye would miss a part of it. */
export function showId(id: string): string {
  return id !== id.trim() || /[\p{Cc}\p{Cf}]/u.test(id) ? JSON.stringify(id) : id;
}
