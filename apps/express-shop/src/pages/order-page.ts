// @ts-check
import type { Order, OrderState } from "../books/books.js";
import type { View } from "../web/live-view.js";
import { formatMoney } from "../books/money.js";
import { shopName } from "../catalogue.js";
import { html } from "../web/html.js";
import { liveRegion } from "../web/live-view.js";
import { page } from "./page.js";

/** What a customer is told in each state: the mark beside it, a headline, a sentence. */
const told: Record<OrderState, [keyof typeof marks, string, string]> = {
  opening: ["wait", "One moment", "We are opening the cashier for you."],
  waiting: [
    "wait",
    "Waiting for the payment",
    "This page changes by itself as soon as we know more.",
  ],
  processing: [
    "wait",
    "Your payment is being checked",
    "This page changes by itself as soon as it is through.",
  ],
  paid: ["good", "Paid. Thank you!", "The roaster is warming up."],
  declined: ["bad", "The payment was declined", "Nothing was charged. Another card may work."],
  expired: ["bad", "The payment page has expired", "Nobody paid in time, so nothing was charged."],
  refused: ["bad", "The payment could not be opened", "Nothing was charged."],
  unknown: [
    "wait",
    "We are finding out",
    "The payment service did not answer clearly. You will not be charged twice.",
  ],
  flagged: [
    "wait",
    "We are looking into it",
    "What we were told does not fit this order. A person is on it.",
  ],
};

const findings = {
  found:
    "Your payment is open at the payment service, but the way to it was lost. Nothing is charged: it lapses by itself, and this page will say so.",
  "not-found":
    "The payment service knows nothing of it so far. You can try once more: it stays the same payment and is charged once at most.",
  "not-known": "The payment service does not answer at the moment. Please ask again in a while.",
};

export function orderView(order: Order): View {
  const [mark, headline, sentence] = told[order.state];
  const text =
    order.kind === "top-up" && order.state === "paid" ? "It is in your wallet." : sentence;
  return {
    title: `${headline} · ${shopName}`,
    content: html`<div class="status ${mark}" id="status" data-state="${order.state}">
      ${statusMark(mark)}
      <div class="words">
        <h1>${headline}</h1>
        <p class="lead">${text}</p>
        ${order.state === "unknown" ? html`<p>${findings[order.finding ?? "not-known"]}</p>` : ""}
      </div>
      ${nextStep(order)}
    </div>`,
  };
}

export function orderPage(order: Order) {
  const view = orderView(order);
  return page({
    title: view.title,
    content: html`<section class="sheet narrow">
      ${liveRegion(`/orders/${order.id}/events`, view)}
      <h2 class="receipt-title">${order.kind === "order" ? "Your order" : "For your wallet"}</h2>
      <ul class="lines receipt">
        ${order.lines.map(
          ({ product, quantity, cents }) =>
            html`<li>
              <span>${quantity} × ${product}</span>
              <span class="sum">${formatMoney(cents, order.currency)}</span>
            </li>`,
        )}
      </ul>
      <p class="total">
        <span>Total</span><strong>${formatMoney(order.cents, order.currency)}</strong>
      </p>
      <p class="small">Order <code>${order.id}</code></p>
    </section>`,
  });
}

function nextStep({ id, state, finding, kind }: Order) {
  if (state === "declined" || state === "expired" || state === "refused") {
    return button(`/orders/${id}/again`, "Try another payment");
  }
  if (state === "unknown" && finding === "not-found") {
    return button(`/orders/${id}/resend`, "Try once more");
  }
  if (state === "unknown") return button(`/orders/${id}/find-out`, "Ask again");
  if (state === "paid" && kind === "top-up") {
    return html`<a class="button primary" href="/wallet">To the wallet</a>`;
  }
  return state === "paid" ? html`<a class="button" href="/">Back to the shop</a>` : "";
}

function button(action, label) {
  return html`<form method="post" action="${action}">
    <button class="primary" id="next">${label}</button>
  </form>`;
}

const marks = {
  good: html`<path d="M18 33 l9 9 l19 -21" />`,
  bad: html`<path d="M22 22 l20 20 M42 22 l-20 20" />`,
  wait: html`<path class="turning" d="M32 14 a18 18 0 1 1 -18 18" />`,
};

function statusMark(mark: keyof typeof marks) {
  return html`<svg class="mark" viewBox="0 0 64 64" aria-hidden="true">
    <circle cx="32" cy="32" r="30" />
    ${marks[mark]}
  </svg>`;
}
