// Reconciles the shop's ledger with the gateway's list of transactions. The gateway is a separate program: the two share
// only requests and webhooks.
import type { SandboxTransaction } from "@numipay/sandbox";
import type { Entry } from "../src/store/ledger.js";

export interface ComparedRow {
  /** The tracking_id, or the transaction_id and currency if only the shop knows the transaction. */
  name: string;
  kind: string;
  /** At the gateway. */
  status: string;
  currency: string;
  /** Cents that came in according to the gateway. Negative if they went out. */
  gateway: number;
  /** Cents that came in according to the shop. */
  shop: number;
}

export interface Comparison {
  rows: ComparedRow[];
  total: { gateway: number; shop: number };
  isEqual: boolean;
}

export function compareLedgers(
  entries: readonly Entry[],
  transactions: readonly SandboxTransaction[],
): Comparison {
  const booked = sumByTransaction(entries);
  const rows = transactions.map((transaction) => {
    const { transaction_id, tracking_id, transaction_type, status, currency } = transaction;
    const key = `${transaction_id} ${currency}`;
    const shop = booked.get(key) ?? 0;
    booked.delete(key);
    const gateway = centsMoved(transaction);
    return { name: tracking_id, kind: transaction_type, status, currency, gateway, shop };
  });
  // The rest was booked for transactions that the gateway does not have.
  for (const [name, shop] of booked) {
    const [, currency = ""] = name.split(" ");
    rows.push({ name, kind: "unknown", status: "none", currency, gateway: 0, shop });
  }
  const total = {
    gateway: rows.reduce((sum, row) => sum + row.gateway, 0),
    shop: rows.reduce((sum, row) => sum + row.shop, 0),
  };
  return { rows, total, isEqual: rows.every(({ gateway, shop }) => gateway === shop) };
}

/** The cents that the shop booked for each transaction. */
function sumByTransaction(entries: readonly Entry[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { from, to, cents, currency, transactionId } of entries) {
    if (from !== "gateway" && to !== "gateway") continue;
    const key = `${transactionId} ${currency}`;
    sums.set(key, (sums.get(key) ?? 0) + (from === "gateway" ? cents : -cents));
  }
  return sums;
}

/** Does not use the shop's toCents, so that a bug there shows up as a difference. */
function centsMoved({ status, amount, transaction_type }: SandboxTransaction): number {
  if (status !== "successful") return 0;
  const [, whole, fraction] = /^(\d+)\.(\d\d)$/.exec(amount) ?? [];
  const cents = Number(whole) * 100 + Number(fraction);
  return transaction_type === "withdrawal" ? -cents : cents;
}
