import { formatAmount } from "@numipay/core/protocol";
import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { TransactionRecord } from "../../gateway/transaction-record.js";

/** Longer texts wrap. Shorter ones stay on one line, whatever the width of their column. */
const maxUnbroken = 18;

/** The amount with the currency's digits. Payouts have a minus sign. */
export function amount({
  amount: sum,
  currency,
  type,
}: Pick<TransactionRecord, "amount" | "currency" | "type">): Markup {
  const sign =
    type === "withdrawal"
      ? html`<span class="unseen">minus </span><span aria-hidden="true">−</span>`
      : "";
  return html`<span class="amount"
    >${sign}${breakable(formatAmount(sum, currency))} <small>${currency}</small></span
  >`;
}

/** Lets a long amount wrap between its groups of digits, where a narrow column needs it. */
export function breakable(text: string): Markup | string {
  if (text.length <= maxUnbroken) return text;
  const [first = "", ...groups] = text.split(",");
  return html`<span class="breakable"
    >${first}${groups.map((group) => html`,<wbr />${group}`)}</span
  >`;
}

/** The largest sum that a number holds exactly. Larger amounts were cut off when they were added. */
const most = Number.MAX_SAFE_INTEGER;

/** Formats thousandths with the currency's digits, such as "12,480.50". Sums beyond the exact range begin with "over". */
export function toSumText(thousandths: number, currency: string): string {
  if (thousandths < most) return formatAmount(toRawSum(thousandths), currency);
  return `over ${formatAmount(String(Math.trunc(most / 1000)), currency)}`;
}

/** Converts thousandths to a decimal number as the API writes amounts, such as "12480.5". */
export function toRawSum(thousandths: number): string {
  return String(thousandths / 1000);
}
