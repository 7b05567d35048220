import { formatAmount } from "@numipay/core/protocol";
import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import { cashierPath, challengePath, providerPath } from "../../gateway/page-paths.js";
import type { TransactionRecord } from "../../gateway/transaction-record.js";
import { secretCode } from "../../portal/parts/secret-code.js";
import { checkoutCommand } from "../../portal/transactions/checkout-command.js";
import type { Welcome } from "../read-welcome.js";
import type { Step } from "./step.js";

/** The first payment. Done when a deposit is successful. */
export function paymentStep(welcome: Welcome): Step {
  const { paid } = welcome;
  return {
    id: "payment",
    title: "Make a payment",
    isDone: paid !== undefined,
    content:
      paid === undefined
        ? html`${command(welcome)} ${progress(welcome.latest)}`
        : html`<p>
            ${sum(paid)} for <b>${paid.trackingId}</b>
            is successful.
            <a href="/portal/transactions/${paid.transactionId}">Show the transaction</a>
          </p>`,
  };
}

function command({ portal, origin, devKey, nextOrder }: Welcome): Markup {
  if (devKey === undefined) return html`<p>Create a DEV key first.</p>`;
  return html`<p>Run this command. It opens a checkout, as your server will do.</p>
    ${secretCode({
      id: "welcome-command",
      what: "the command",
      write: (show) =>
        checkoutCommand(portal.contract, { origin, apiKey: show(devKey), order: nextOrder }),
    })}
    <ol class="moves-list">
      <li>Open the URL in the response. It is the customer's cashier.</li>
      <li>Choose a provider, such as Northbank Transfer.</li>
      <li>
        Pay. For cards, there are <a href="/portal/test-cards">test cards</a> that succeed, fail or
        ask for 3DS.
      </li>
    </ol>`;
}

/** Where the last deposit is, with a link to what comes next. */
function progress(latest: TransactionRecord | undefined): Markup {
  if (latest === undefined) {
    return html`<p class="outcome-line">Waiting for the first deposit.</p>`;
  }
  const { trackingId, status, rejectedReason, transactionId } = latest;
  const what = html`<b>${trackingId}</b> (${sum(latest)})`;
  const page = customerPath(latest);
  if (page !== undefined) {
    return html`<p class="outcome-line">
      ${what} is open. <a href="${page}">Pay as its customer</a>
    </p>`;
  }
  if (latest.stage !== "closed") {
    return html`<p class="outcome-line">
      ${what} waits for the provider. <a href="/portal/clock">Advance the clock</a>
    </p>`;
  }
  return html`<p class="outcome-line">
    ${what} is ${status}${rejectedReason === null ? "" : `: ${rejectedReason}`}. Run the command
    again: its tracking id is new.
    <a href="/portal/transactions/${transactionId}">Show the transaction</a>
  </p>`;
}

function customerPath(record: TransactionRecord): string | undefined {
  if (record.stage === "challenge") return challengePath(record);
  if (record.stage !== "open") return undefined;
  return record.flow === "direct" && record.providerId !== null
    ? providerPath(record, record.providerId)
    : cashierPath(record);
}

function sum({ amount, currency }: TransactionRecord): string {
  return `${formatAmount(amount, currency)} ${currency}`;
}
