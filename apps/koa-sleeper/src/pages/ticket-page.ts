import { findProvider } from "../payments/providers.js";
import { type Booking, type BookingState, isReleased } from "../store/bookings.js";
import { formatMoney } from "../store/money.js";
import { officeName } from "../timetable.js";
import { html, type Html } from "../web/html.js";
import type { View } from "../web/stream-ticket.js";
import { layout } from "./layout.js";
import { providerChoice } from "./provider-choice.js";

type Tone = "wait" | "good" | "bad";

/** What the page shows in each state: the tone, a headline, a sentence. */
const messages: Record<BookingState, [tone: Tone, headline: string, text: string]> = {
  opening: ["wait", "One moment", "We are opening the payment page."],
  waiting: ["wait", "Your berth is on hold", "Pay to confirm it. This page updates automatically."],
  processing: ["wait", "Your payment is being processed", "This page updates automatically."],
  confirmed: [
    "good",
    "All aboard. Sleep well!",
    "Show this page to the conductor, or bookmark it for later.",
  ],
  declined: ["bad", "Payment declined", "You were not charged. Try another payment method."],
  expired: [
    "bad",
    "Payment expired",
    "You did not pay in time and were not charged. The berth is available again.",
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
    "It does not match this booking. Our team will take care of it.",
  ],
};

const lookupResults = {
  found:
    "The payment was created, but we could not open the payment page. It expires automatically, and this page updates when it does.",
  "not-found":
    "The payment service has no record of it. You can try again: it stays the same payment, so you are charged at most once.",
  "not-known": "The payment service is not responding. Please check again later.",
};

/** The live part of the page. */
export function ticketView(booking: Booking): View {
  const { state, train, berth } = booking;
  const [tone, headline, text] = messages[state];
  const provider = findProvider(booking.providerId)?.name;
  return {
    title: `${headline} · ${officeName}`,
    content: html`<div class="status ${tone}" data-state="${state}">
        <h1>${headline}</h1>
        <p class="lead">${text}</p>
        ${state === "unknown" && html`<p>${lookupResults[booking.lastKnownStatus ?? "not-known"]}</p>`}
        ${nextStep(booking, provider)}
      </div>
      <article class="ticket ${tone}" aria-label="Ticket">
        <div class="stub">
          <p class="eyebrow">${train.number}</p>
          <p class="cities">${train.from} <span class="to">to</span> ${train.to}</p>
          <p class="clock">
            <b>${train.departs}</b> platform&nbsp;${train.platform}, arrives <b>${train.arrives}</b>
          </p>
        </div>
        <dl>
          <div>
            <dt>Passenger</dt>
            <dd>${booking.passenger}</dd>
          </div>
          <div>
            <dt>Berth</dt>
            <dd>${berth.name}</dd>
          </div>
          <div>
            <dt>${state === "confirmed" ? "Paid with" : "Paying with"} ${provider}</dt>
            <dd>${formatMoney(booking.cents, booking.currency)}</dd>
          </div>
          <div>
            <dt>Booking</dt>
            <dd><code>${booking.id}</code></dd>
          </div>
        </dl>
        <p class="stamp">
          ${isReleased(booking) ? "Void" : state === "confirmed" ? "Confirmed" : "Not valid yet"}
        </p>
      </article>`,
  };
}

export function ticketPage(booking: Booking): string {
  const { title, content } = ticketView(booking);
  return layout({
    title,
    content: html`<section class="narrow">
      <div data-live="/tickets/${booking.key}/events">${content}</div>
      <p class="unseen" role="status" data-announce></p>
      <noscript><p class="lead">Reload the page to see changes.</p></noscript>
    </section>`,
  });
}

function nextStep(booking: Booking, provider: string | undefined): Html | undefined {
  const { key, state, lastKnownStatus, payUrl, next, providerId } = booking;
  if (next !== undefined) {
    return html`<a class="button" href="/tickets/${next}">Go to the new booking</a>`;
  }
  if (state === "waiting") {
    return html`<a class="button primary" href="${payUrl}">Continue at ${provider}</a>`;
  }
  if (state === "confirmed") return html`<a class="button" href="/">Back to departures</a>`;
  if (state === "unknown") {
    return lastKnownStatus === "not-found"
      ? form(`/tickets/${key}/resend`, "Try again")
      : form(`/tickets/${key}/check`, "Check again");
  }
  return isReleased(booking)
    ? form(`/tickets/${key}/again`, "Pay again", providerChoice(providerId))
    : undefined;
}

function form(action: string, label: string, fields?: Html): Html {
  return html`<form method="post" action="${action}">
    ${fields}<button class="primary">${label}</button>
  </form>`;
}
