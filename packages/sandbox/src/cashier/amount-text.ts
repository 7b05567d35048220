import { formatAmount } from "@numipay/core/protocol";
import { html } from "hono/html";
import type { TransactionRecord } from "../gateway/transaction-record.js";

/** An amount with grouped thousands. A long one breaks between its groups, so that it does not read as two numbers. */
export function amountText({
  amount,
  currency,
}: Pick<TransactionRecord, "amount" | "currency">): ReturnType<typeof html> {
  const groups = formatAmount(amount, currency).split(",");
  return html`${groups.map((group, at) => (at === 0 ? group : html`,<wbr />${group}`))}`;
}
