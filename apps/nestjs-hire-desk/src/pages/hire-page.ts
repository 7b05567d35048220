import type { Hire, Refund } from "../store/desk-store.js";
import { toDecimal } from "../store/money.js";
import { html } from "../web/html.js";
import { page } from "./page.js";

const hireTitles: Record<Hire["state"], string> = {
  sending: "Processing",
  challenge: "Confirm the payment with your bank",
  confirming: "Waiting for confirmation",
  unknown: "We are checking your payment. Please do not pay again",
  refused: "The payment failed. You were not charged",
  paid: "Deposit paid. Your tool is ready",
  declined: "The card was declined",
  expired: "The payment expired",
  flagged: "We are reviewing this",
};

const refundTexts: Record<Refund["state"], string> = {
  sending: "Processing",
  waiting: "Choose where to receive your money",
  review: "Waiting for approval",
  deciding: "Waiting for approval",
  decided: "Being processed",
  unknown: "We are checking your refund",
  undecided: "We are checking your refund",
  refused: "The refund failed. You still have your deposit",
  paid: "Paid back",
  rejected: "Not approved. You still have your deposit",
  expired: "The refund expired. You still have your deposit",
  flagged: "We are reviewing this",
};

/** The customer's page of a hire. It shows the stored state: a return from the bank does not prove a payment. */
export function hirePage(hire: Hire, refunds: readonly Refund[], canReturn: boolean): string {
  const { id, tool, cents, currency, state, challengeUrl } = hire;
  return page(
    hireTitles[state],
    html`<p data-state="${state}">${tool}, deposit ${toDecimal(cents)} ${currency}</p>
      ${
        state === "challenge" && challengeUrl !== undefined
          ? html`<p><a href="${challengeUrl}">Continue to your bank</a></p>`
          : undefined
      }
      ${
        canReturn
          ? html`<form method="post" action="/hires/${id}/return">
              <button>Return the tool and request a refund</button>
            </form>`
          : undefined
      }
      <ul>
        ${refunds.map(showRefund)}
      </ul>
      <p><a href="">Refresh</a></p>`,
  );
}

/** Links back to the gateway's page, which the customer may have left. */
function showRefund({ state, url }: Refund) {
  return html`<li data-refund="${state}">
    ${refundTexts[state]}
    ${state === "waiting" && url !== undefined ? html`<div><a href="${url}">Choose where to receive your money</a></div>` : undefined}
  </li>`;
}
