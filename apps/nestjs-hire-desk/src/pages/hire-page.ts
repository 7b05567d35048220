import type { Hire, Refund } from "../books/books.js";
import { toDecimal } from "../books/money.js";
import { html } from "../web/html.js";
import { page } from "./page.js";

const hireWords: Record<Hire["state"], string> = {
  sending: "One moment",
  challenge: "Your bank wants to be sure it is you",
  confirming: "Waiting for the gateway's word",
  unknown: "We are finding out. Please do not pay again",
  refused: "That did not work, and nothing was charged",
  paid: "The tool is yours to use",
  declined: "The card was declined",
  expired: "The time to confirm ran out",
  flagged: "Somebody is looking into this",
};

const refundWords: Record<Refund["state"], string> = {
  sending: "One moment",
  waiting: "Waiting for you to say where the money goes",
  review: "Waiting for our approval",
  deciding: "Waiting for our approval",
  decided: "On its way",
  unknown: "We are finding out",
  undecided: "We are finding out",
  refused: "That did not work; your deposit is safe",
  paid: "Paid back",
  rejected: "Not approved; your deposit is safe",
  expired: "The time to confirm ran out; your deposit is safe",
  flagged: "Somebody is looking into this",
};

/** A hire as its customer sees it. Coming back from the bank proves nothing: the page shows what the books say. */
export function hirePage(hire: Hire, refunds: readonly Refund[], canReturn: boolean): string {
  const { id, tool, cents, currency, state, challengeUrl } = hire;
  return page(
    hireWords[state],
    html`<p data-state="${state}">${tool}, deposit ${toDecimal(cents)} ${currency}</p>
      ${
        state === "challenge" && challengeUrl !== undefined
          ? html`<p><a href="${challengeUrl}">Answer your bank</a></p>`
          : undefined
      }
      ${
        canReturn
          ? html`<form method="post" action="/hires/${id}/return">
              <button>Return the tool, and have the deposit back</button>
            </form>`
          : undefined
      }
      <ul>
        ${refunds.map(showRefund)}
      </ul>
      <p><a href="">Look again</a></p>`,
  );
}

/** Who left the gateway's page without a word can go back to it. */
function showRefund({ state, url }: Refund) {
  return html`<li data-refund="${state}">
    ${refundWords[state]}
    ${state === "waiting" && url !== undefined ? html`<div><a href="${url}">Say where the money goes</a></div>` : undefined}
  </li>`;
}
