import { html } from "hono/html";
import type { TransactionRecord } from "../gateway/transaction-record.js";
import { verdictIcons } from "./icons.js";
import { page, type Markup } from "./page.js";
import { cashierPath, challengePath, providerPath } from "../gateway/page-paths.js";
import { returnAddress } from "./return-address.js";

/** The page that says what became of a transaction, for whoever comes back to it or has nowhere to return to. */
export function resultPage(record: TransactionRecord, merchantName: string): Markup {
  const { icon, title, text } = verdictOf(record);
  const back = returnAddress(record);
  return page({
    title,
    order: { record, merchantName },
    content: html`${verdictIcons[icon]}
      <h1>${title}</h1>
      <p class="lead">${text}</p>
      ${undecidedPath(record) === null ? "" : html`<a class="button" href="${undecidedPath(record)}">Go on</a>`}
      ${back === null ? "" : html`<a class="button" href="${back}">Back to ${merchantName}</a>`}`,
  });
}

/** A page about no transaction: an address that is wrong, a request that is refused. */
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
      return { icon: "waiting", title: "Nothing is decided yet", text: "You can still go on." };
    case "review":
      return {
        icon: "waiting",
        title: "Withdrawal requested",
        text: "The merchant has to approve it.",
      };
    case "settling":
      return {
        icon: "waiting",
        title: record.type === "withdrawal" ? "Withdrawal approved" : "Payment received",
        text:
          record.type === "withdrawal"
            ? "The money is on its way."
            : "Its provider has not decided yet.",
      };
    case "closed":
      break;
  }
  switch (record.status) {
    case "successful":
      return { icon: "good", title: `${noun} successful`, text: "All done." };
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
        text: "Nobody decided in time. Ask the merchant for a new one.",
      };
    default:
      return { icon: "waiting", title: `${noun} ${record.status}`, text: "By the gateway." };
  }
}

/** Where an undecided customer goes on. */
function undecidedPath(record: TransactionRecord): string | null {
  if (record.stage === "challenge") return challengePath(record);
  if (record.stage !== "open") return null;
  return record.flow === "direct" && record.providerId !== null
    ? providerPath(record, record.providerId)
    : cashierPath(record);
}
