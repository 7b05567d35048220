// @ts-check
// Holds the shop's ledger against the gateway's own list, transaction by transaction. The two were written by different
// programs, which told each other nothing but requests and webhooks.
import type { Entry } from "../src/books/ledger.js";
import type { SandboxTransaction } from "@numipay/sandbox";

export interface Row {
  /** The tracking_id, or the transaction_id of what only the shop knows. */
  name: string;
  kind: string;
  /** At the gateway. */
  status: string;
  /** Cents that came in (or, less than zero, went out) by the gateway's list. */
  gateway: number;
  /** The same by the shop's ledger. */
  shop: number;
}

export function compareBooks(
  entries: readonly Entry[],
  transactions: readonly SandboxTransaction[],
): { rows: Row[]; total: { gateway: number; shop: number }; equal: boolean } {
  const booked = sumByTransaction(entries);
  const rows = transactions.map((transaction) => {
    const { transaction_id, tracking_id, transaction_type, status, currency } = transaction;
    const key = `${transaction_id} ${currency}`;
    const shop = booked.get(key) ?? 0;
    booked.delete(key);
    return { name: tracking_id, kind: transaction_type, status, gateway: moved(transaction), shop };
  });
  // What is left was booked for transactions that the gateway never had.
  for (const [name, shop] of booked) {
    rows.push({ name, kind: "unknown", status: "none", gateway: 0, shop });
  }
  const total = {
    gateway: rows.reduce((sum, row) => sum + row.gateway, 0),
    shop: rows.reduce((sum, row) => sum + row.shop, 0),
  };
  return { rows, total, equal: rows.every(({ gateway, shop }) => gateway === shop) };
}

/** Cents that each transaction moved between the gateway and the shop. */
function sumByTransaction(entries) {
  const sums: Map<string, number> = new Map();
  for (const { from, to, cents, currency, transactionId } of entries) {
    if (from !== "gateway" && to !== "gateway") continue;
    const key = `${transactionId} ${currency}`;
    sums.set(key, (sums.get(key) ?? 0) + (from === "gateway" ? cents : -cents));
  }
  return sums;
}

/** Read apart from the shop's own reading of amounts, whose mistakes would not show otherwise. */
function moved({ status, amount, transaction_type }) {
  if (status !== "successful") return 0;
  const [, whole, fraction] = /^(\d+)\.(\d\d)$/.exec(amount) ?? [];
  const cents = Number(whole) * 100 + Number(fraction);
  return transaction_type === "withdrawal" ? -cents : cents;
}
