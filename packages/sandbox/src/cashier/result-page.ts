import { html } from "hono/html";
import type { TransactionRecord } from "../gateway/transaction-record.js";
import { verdictIcons } from "./icons.js";
import { page, type Markup } from "./page.js";
import { cashierPath, challengePath, providerPath } from "../gateway/page-paths.js";
import { returnAddress } from "./return-address.js";

/** The result of a transaction, for customers who come back or have no return URL. */
export function resultPage(record: TransactionRecord, merchantName: string): Markup {
  const { icon, title, text } = verdictOf(record);
  const back = returnAddress(record);
  return page({
    title,
    order: { record, merchantName },
    content: html`${verdictIcons[icon]}
      <h1>${title}</h1>
      <p class="lead">${text}</p>
      ${undecidedPath(record) === null ? "" : html`<a class="button" href="${undecidedPath(record)}">Continue</a>`}
      ${back === null ? "" : html`<a class="button" href="${back}">Back to ${merchantName}</a>`}`,
  });
}

/** A page without a transaction, such as a 404. */
export function plainPage(title: string, text: string): Markup {
  return page({
    title,
    content: html`${verdictIcons.bad}
      <h1>${title}</h1>
      <p class="lead">${text}</p>`,
  });
}

interface Verdict {
  readonly icon: keyof typeof verdictIcons;
  readonly title: string;
  readonly text: string;
}

function verdictOf(record: TransactionRecord): Verdict {
  const noun = record.type === "withdrawal" ? "Withdrawal" : "Payment";
  switch (record.stage) {
    case "open":
    case "challenge":
      return { icon: "waiting", title: "Not completed yet", text: "You can still continue." };
    case "review":
      return {
        icon: "waiting",
        title: "Withdrawal requested",
        text: "Waiting for the merchant's approval.",
      };
    case "settling":
      return {
        icon: "waiting",
        title: record.type === "withdrawal" ? "Withdrawal approved" : "Payment received",
        text:
          record.type === "withdrawal"
            ? "The money is on its way."
            : "Waiting for the provider's decision.",
      };
    case "closed":
      break;
  }
  switch (record.status) {
    case "successful":
      return { icon: "good", title: `${noun} successful`, text: "You can close this page." };
    case "rejected":
      return {
        icon: "bad",
        title: `${noun} failed`,
        text: record.rejectedReason ?? "It was rejected.",
      };
    case "expired":
      return {
        icon: "bad",
        title: "This page has expired",
        text: "The time limit has passed. Ask the merchant for a new link.",
      };
    default:
      return { icon: "waiting", title: `${noun} ${record.status}`, text: "Set by the gateway." };
  }
}

/** The page on which a customer can still complete the transaction. */
function undecidedPath(record: TransactionRecord): string | null {
  if (record.stage === "challenge") return challengePath(record);
  if (record.stage !== "open") return null;
  return record.flow === "direct" && record.providerId !== null
    ? providerPath(record, record.providerId)
    : cashierPath(record);
}
