import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { TransactionRecord } from "../../gateway/transaction-record.js";

/** The amount as the merchant sent it. Payouts have a minus sign. */
export function amount({
  amount: sum,
  currency,
  type,
}: Pick<TransactionRecord, "amount" | "currency" | "type">): Markup {
  const sign =
    type === "withdrawal"
      ? html`<span class="unseen">minus </span><span aria-hidden="true">−</span>`
      : "";
  return html`<span class="amount">${sign}${sum} <small>${currency}</small></span>`;
}

/** Formats thousandths with two decimals and digit grouping, such as "12,480.50". */
export function toSumText(thousandths: number): string {
  return (thousandths / 1000).toLocaleString("en-GB", {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
}
