import { shopName } from "../catalogue.js";
import { formatMoney } from "../store/money.js";
import type { Order, OrderState } from "../store/store.js";
import { html, type Html } from "../web/html.js";
import { liveRegion, type View } from "../web/live-view.js";
import { page } from "./page.js";

/** What the page shows in each state: the icon, a headline, a sentence. */
const messages: Record<OrderState, [icon: keyof typeof icons, headline: string, text: string]> = {
  opening: ["wait", "One moment", "We are opening the payment page."],
  waiting: ["wait", "Waiting for your payment", "This page updates automatically."],
  processing: ["wait", "Your payment is being processed", "This page updates automatically."],
  paid: ["good", "Paid. Thank you!", "The roaster is warming up."],
  declined: ["bad", "Payment declined", "You were not charged. Try another card."],
  expired: [
    "bad",
    "Payment expired",
    "The payment was not completed in time. You were not charged.",
  ],
  refused: ["bad", "Payment failed", "We could not start the payment. You were not charged."],
  unknown: [
    "wait",
    "We are checking your payment",
    "We did not get a clear response from the payment service. You will not be charged twice.",
  ],
  flagged: [
    "wait",
    "We are reviewing your payment",
    "It does not match this order. Our team will take care of it.",
  ],
};

const lookupResults = {
  found:
    "The payment was created, but we could not open the payment page. It expires automatically, and this page updates when it does.",
  "not-found":
    "The payment service has no record of it. You can try again: it stays the same payment, so you are charged at most once.",
  "not-known": "The payment service is not responding. Please check again later.",
};

export function orderView(order: Order): View {
  const [icon, headline, message] = messages[order.state];
  const text =
    order.kind === "top-up" && order.state === "paid" ? "It is in your wallet." : message;
  return {
    title: `${headline} · ${shopName}`,
    content: html`<div class="status ${icon}" id="status" data-state="${order.state}">
      ${statusIcon(icon)}
      <div class="words">
        <h1>${headline}</h1>
        <p class="lead">${text}</p>
        ${order.state === "unknown" ? html`<p>${lookupResults[order.lastKnownStatus ?? "not-known"]}</p>` : ""}
      </div>
      ${nextStep(order)}
    </div>`,
  };
}

export function orderPage(order: Order): string {
  const view = orderView(order);
  return page({
    title: view.title,
    content: html`<section class="sheet narrow">
      ${liveRegion(`/orders/${order.id}/events`, view)}
      <h2 class="receipt-title">${order.kind === "order" ? "Your order" : "Wallet top-up"}</h2>
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

function nextStep({ id, state, lastKnownStatus, kind }: Order): Html | undefined {
  if (state === "declined" || state === "expired" || state === "refused") {
    return button(`/orders/${id}/again`, "Try another payment");
  }
  if (state === "unknown" && lastKnownStatus === "not-found") {
    return button(`/orders/${id}/resend`, "Try again");
  }
  if (state === "unknown") return button(`/orders/${id}/check`, "Check again");
  if (state === "paid" && kind === "top-up") {
    return html`<a class="button primary" href="/wallet">Go to your wallet</a>`;
  }
  return state === "paid" ? html`<a class="button" href="/">Back to the shop</a>` : undefined;
}

function button(action: string, label: string): Html {
  return html`<form method="post" action="${action}">
    <button class="primary" id="next">${label}</button>
  </form>`;
}

const icons = {
  good: html`<path d="M18 33 l9 9 l19 -21" />`,
  bad: html`<path d="M22 22 l20 20 M42 22 l-20 20" />`,
  wait: html`<path class="turning" d="M32 14 a18 18 0 1 1 -18 18" />`,
};

function statusIcon(icon: keyof typeof icons): Html {
  return html`<svg class="mark" viewBox="0 0 64 64" aria-hidden="true">
    <circle cx="32" cy="32" r="30" />
    ${icons[icon]}
  </svg>`;
}
