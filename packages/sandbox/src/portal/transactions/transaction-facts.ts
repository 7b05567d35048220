import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { Flow, TransactionRecord } from "../../gateway/transaction-record.js";
import type { Provider } from "../../storage/providers.js";
import { copyable } from "../parts/copy-button.js";
import { instant } from "../parts/instant.js";

const flows: Record<Flow, string> = {
  hosted: "Hosted checkout",
  direct: "Direct integration",
  "server-to-server": "Server to server",
  payout: "Payout request",
  gateway: "Gateway",
};

/** The known fields of a transaction, as a description list. */
export function transactionFacts(
  record: TransactionRecord,
  { now, providers }: { now: number; providers: readonly Provider[] },
): Markup {
  const provider = providers.find(({ providerId }) => providerId === record.providerId);
  const facts: readonly (readonly [string, Markup | string | null])[] = [
    ["Tracking ID", copyable(record.trackingId, "the tracking id")],
    ["Transaction ID", copyable(record.transactionId, "the transaction id")],
    // The heading shows it with the currency's digits.
    ["Amount in the API", copyable(record.amount, "the amount")],
    ["Customer", copyable(record.userId, "the user id")],
    ["Rejection reason", record.rejectedReason],
    ["Flow", flows[record.flow]],
    ["Provider", provider?.name ?? record.providerId],
    ["Card", record.cardLast4 === null ? null : `ends in ${record.cardLast4}`],
    ["Country", record.country],
    ["Created", instant(record.createdAt, now)],
    ["Last change", instant(record.updatedAt, now)],
    ["Return URL", record.returnUrl],
  ];
  return html`<dl class="facts">
    ${facts
      .filter(([, value]) => value !== null)
      .map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
  </dl>`;
}
