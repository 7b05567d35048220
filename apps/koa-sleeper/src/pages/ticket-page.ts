// @ts-check
import type { Booking, BookingState } from "../books/bookings.js";
import { formatEuros } from "../books/money.js";
import { isReleased } from "../books/bookings.js";
import { findProvider } from "../payments/providers.js";
import { officeName } from "../timetable.js";
import { html } from "../web/html.js";
import { frame } from "./frame.js";
import { providerChoice } from "./provider-choice.js";

/** What a passenger is told in each state: the tone, a headline, a sentence. */
const told: Record<BookingState, ["wait" | "good" | "bad", string, string]> = {
  opening: ["wait", "One moment", "We are opening the payment for you."],
  waiting: [
    "wait",
    "Your berth is held",
    "It is yours as soon as it is paid. This page says so by itself.",
  ],
  processing: [
    "wait",
    "Your payment is being checked",
    "This page changes by itself as soon as it is through.",
  ],
  confirmed: [
    "good",
    "All aboard. Sleep well!",
    "Show this page to the conductor, or keep its address.",
  ],
  declined: [
    "bad",
    "The payment was declined",
    "Nothing was charged. Another way to pay may work.",
  ],
  expired: ["bad", "Nobody paid in time", "Nothing was charged, and the berth is free again."],
  refused: ["bad", "The payment could not be opened", "Nothing was charged."],
  unknown: [
    "wait",
    "We are finding out",
    "The payment service did not answer clearly. You will not be charged twice.",
  ],
  flagged: [
    "wait",
    "We are looking into it",
    "What we were told does not fit this booking. A person is on it.",
  ],
};

const findings = {
  found:
    "Your payment is open at the provider, but the way to it was lost. If nobody pays, it lapses, and this page says so.",
  "not-found":
    "The payment service knows nothing of it so far. You can try once more: it stays the same payment and is charged once at most.",
  "not-known": "The payment service does not answer at the moment. Please ask again in a while.",
};

/** The part of the page that changes by itself. */
export function ticketView(booking: Booking) {
  const { state, train, berth } = booking;
  const [tone, headline, sentence] = told[state];
  const provider = findProvider(booking.providerId)?.name;
  return {
    title: `${headline} · ${officeName}`,
    content: html`<div class="status ${tone}" data-state="${state}">
        <h1>${headline}</h1>
        <p class="lead">${sentence}</p>
        ${state === "unknown" && html`<p>${findings[booking.finding ?? "not-known"]}</p>`}
        ${nextStep(booking, provider)}
      </div>
      <article class="ticket ${tone}" aria-label="Ticket">
        <div class="stub">
          <p class="eyebrow">${train.number}</p>
          <p class="cities">${train.from} <span class="to">to</span> ${train.to}</p>
          <p class="clock">
            <b>${train.departs}</b> platform ${train.platform}, arrives <b>${train.arrives}</b>
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
            <dd>${formatEuros(booking.cents)}</dd>
          </div>
          <div>
            <dt>Booking</dt>
            <dd><code>${booking.id}</code></dd>
          </div>
        </dl>
        <p class="stamp">
          ${isReleased(booking) ? "Void" : state === "confirmed" ? "Confirmed" : "Not yet valid"}
        </p>
      </article>`,
  };
}

export function ticketPage(booking: Booking) {
  const { title, content } = ticketView(booking);
  return frame({
    title,
    content: html`<section class="narrow">
      <div data-live="/tickets/${booking.key}/events">${content}</div>
      <p class="unseen" role="status" data-announce></p>
    </section>`,
  });
}

function nextStep(
  { key, state, finding, payUrl, next, providerId }: Booking,
  provider: string | undefined,
) {
  if (next !== undefined)
    return html`<a class="button" href="/tickets/${next}">To the new booking</a>`;
  if (state === "waiting")
    return html`<a class="button primary" href="${payUrl}">Go on at ${provider}</a>`;
  if (state === "confirmed") return html`<a class="button" href="/">To the departures</a>`;
  if (state === "unknown") {
    return finding === "not-found"
      ? form(`/tickets/${key}/resend`, "Try once more")
      : form(`/tickets/${key}/ask`, "Ask again");
  }
  if (state === "declined" || state === "expired" || state === "refused") {
    return form(`/tickets/${key}/again`, "Try again", providerChoice(providerId));
  }
  return "";
}

function form(action, label, fields = html``) {
  return html`<form method="post" action="${action}">
    ${fields}<button class="primary">${label}</button>
  </form>`;
}
