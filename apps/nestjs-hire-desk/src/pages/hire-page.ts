import type { Hire } from "../store/hire.js";
import { formatMoney } from "../store/money.js";
import type { Refund } from "../store/refund.js";
import { type Html, html } from "../web/html.js";
import type { View } from "../web/stream-view.js";
import { page } from "./page.js";
import { toolArt } from "./tool-art.js";

type Tone = "wait" | "good" | "bad";

/** What the page shows in each state: the tone, a headline, a sentence. */
const messages: Record<Hire["state"], [tone: Tone, headline: string, text: string]> = {
  sending: ["wait", "One moment", "We are sending your payment to the bank."],
  challenge: [
    "wait",
    "Confirm the payment with your bank",
    "Your bank wants to be sure that it is you.",
  ],
  confirming: ["wait", "Waiting for confirmation", "This page updates automatically."],
  unknown: [
    "wait",
    "We are checking your payment",
    "We did not get a clear response. Please do not pay again: this page updates automatically.",
  ],
  refused: ["bad", "The payment failed", "You were not charged."],
  paid: ["good", "Deposit paid", "Your tool is ready. Show this page at the gate."],
  declined: ["bad", "The card was declined", "You were not charged. Try another card."],
  expired: ["bad", "The payment expired", "You were not charged."],
  flagged: [
    "wait",
    "We are reviewing this",
    "The payment does not match this hire. The office takes care of it.",
  ],
};

const refundMessages: Record<Refund["state"], [tone: Tone, text: string]> = {
  sending: ["wait", "Processing"],
  waiting: ["wait", "Not complete"],
  review: ["wait", "Waiting for approval"],
  deciding: ["wait", "Waiting for approval"],
  decided: ["wait", "Being processed"],
  unknown: ["wait", "We are checking your refund"],
  undecided: ["wait", "We are checking your refund"],
  refused: ["bad", "Failed. You still have your deposit"],
  paid: ["good", "Paid back"],
  rejected: ["bad", "Not approved. You still have your deposit"],
  expired: ["bad", "Expired. You still have your deposit"],
  flagged: ["wait", "We are reviewing this"],
};

export interface HirePage {
  hire: Hire;
  refunds: readonly Refund[];
  /** The deposit is paid and no refund is in progress. */
  canReturn: boolean;
}

/** The live part of the page. It shows the stored state: a return from the bank does not prove a payment. */
export function hireView({ hire, refunds, canReturn }: HirePage): View {
  const { id, tool, cents, currency, state } = hire;
  const [tone, headline, text] = messages[state];
  return {
    title: `${headline} · Gantry Tool Hire`,
    content: html`<div class="status ${tone}" data-state="${state}">
        <h1>${headline}</h1>
        <p class="lead">${text}</p>
        ${nextStep(hire, canReturn)}
      </div>
      <div class="tag">
        ${toolArt(tool)}
        <dl>
          <div>
            <dt>Tool</dt>
            <dd>${tool}</dd>
          </div>
          <div>
            <dt>Deposit</dt>
            <dd>${formatMoney(cents, currency)}</dd>
          </div>
          <div class="id">
            <dt>Hire</dt>
            <dd><code>${id}</code></dd>
          </div>
        </dl>
      </div>
      ${
        refunds.length === 0
          ? undefined
          : html`<h2>Refund</h2>
              <ul class="rows">
                ${refunds.map(refundRow)}
              </ul>`
      }`,
  };
}

export function hirePage(shown: HirePage): string {
  const { content } = hireView(shown);
  return page({
    title: messages[shown.hire.state][1],
    content: html`<section class="sheet narrow">
      <div class="hazard"></div>
      <div class="hire" data-live="/hires/${shown.hire.id}/events">${content}</div>
      <p class="unseen" role="status" data-announce></p>
      <noscript><p class="small">Reload the page to see changes.</p></noscript>
    </section>`,
  });
}

function nextStep({ id, state, challengeUrl }: Hire, canReturn: boolean): Html | undefined {
  if (state === "challenge" && challengeUrl !== null) {
    return html`<a class="button primary" href="${challengeUrl}">Continue to your bank</a>`;
  }
  if (state === "declined" || state === "expired" || state === "refused") {
    return html`<a class="button primary" href="/">Hire again</a>`;
  }
  if (!canReturn) return undefined;
  return html`<form method="post" action="/hires/${id}/return">
    <button class="primary">Return the tool and request a refund</button>
  </form>`;
}

/** Links back to the gateway's page, which the customer may have left. */
function refundRow({ id, state, url, cents, currency }: Refund): Html {
  const [tone, text] = refundMessages[state];
  return html`<li data-refund="${state}">
    <span class="pill ${tone}">${text}</span>
    <strong>${formatMoney(cents, currency)}</strong>
    <code>${id}</code>
    ${
      state === "waiting" && url !== null
        ? html`<a class="button" href="${url}">Choose where to receive your money</a>`
        : undefined
    }
  </li>`;
}
