import { html } from "hono/html";
import { resultPath } from "../gateway/page-paths.js";
import type { TransactionRecord } from "../gateway/transaction-record.js";
import { verdictIcons } from "./icons.js";
import { page, type Markup, type Order } from "./page.js";
import { waysBack } from "./ways-back.js";

/** Seconds between two loads of a result that is not final. Long enough to read the page or to turn the updates off. */
export const updateSeconds = 10;

/**
 * The result of a transaction, for customers who come back or have no return URL.
 *
 * @param updates whether the page updates automatically, or undefined if the result is final
 */
export function resultPage(order: Order, updates: "on" | "off" | undefined): Markup {
  const { record } = order;
  const { icon, title, text } = verdictOf(record);
  return page({
    title,
    order,
    content: html`${verdictIcons[icon]}
      <h1>${title}</h1>
      <p class="lead">${text}</p>
      ${updates === undefined ? "" : updatesNote(record, updates)}
      ${waysBack(order, resultPath(record))}`,
  });
}

/** The switch makes the automatic updates conform to WCAG 2.2.1: a reload takes the focus away. */
function updatesNote(record: TransactionRecord, updates: "on" | "off"): Markup {
  const path = resultPath(record);
  return updates === "on"
    ? html`<p class="updates">
        This page updates automatically.
        <a href="${path}?updates=off">Turn off automatic updates</a>
      </p>`
    : html`<p class="updates">
        Automatic updates are off. <a href="${path}">Turn on automatic updates</a>
      </p>`;
}

interface Verdict {
  readonly icon: keyof typeof verdictIcons;
  readonly title: string;
  readonly text: string;
}

function verdictOf(record: TransactionRecord): Verdict {
  const { stage, status } = record;
  const noun = record.type === "withdrawal" ? "Withdrawal" : "Payment";
  // A status that a contract override adds, such as on_hold. Work continues if it is not final.
  const added = `${noun} ${status.replaceAll("_", " ")}`;
  if (stage !== "closed") {
    const verdict = verdictAt(stage, noun);
    return { icon: "waiting", ...verdict, ...(status === "pending" ? {} : { title: added }) };
  }
  switch (status) {
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
        title: `${noun} expired`,
        text: "The time limit has passed. Ask the merchant for a new link.",
      };
    default:
      return { icon: "waiting", title: added, text: "The gateway set this status." };
  }
}

function verdictAt(
  stage: Exclude<TransactionRecord["stage"], "closed">,
  noun: "Withdrawal" | "Payment",
): Omit<Verdict, "icon"> {
  switch (stage) {
    case "open":
    case "challenge":
      return { title: `${noun} not completed yet`, text: "You can still continue." };
    case "review":
      return { title: "Withdrawal requested", text: "Waiting for the merchant's approval." };
    case "settling":
      return noun === "Withdrawal"
        ? { title: "Withdrawal approved", text: "The money is on its way." }
        : { title: "Payment submitted", text: "Waiting for the provider's decision." };
  }
}
