import { html } from "hono/html";
import type { Context } from "hono";
import type { AppEnv } from "../../api/gateway-context.js";
import { cashierPath, challengePath } from "../../gateway/page-paths.js";
import type { Markup } from "../../cashier/page.js";
import type { TransactionRecord } from "../../gateway/transaction-record.js";
import { toWebhookBody, toWireTransaction } from "../../gateway/wire-transaction.js";
import { deliveryTable } from "../deliveries/delivery-table.js";
import { icon } from "../icons.js";
import { amount } from "../parts/amount.js";
import { modeTag, stageBadge } from "../parts/badges.js";
import { codeBlock } from "../parts/copy-button.js";
import { emptyState } from "../parts/empty-state.js";
import type { Portal } from "../portal-page.js";
import type { PageContext } from "../page-context.js";
import { statusForm } from "./status-form.js";
import { transactionFacts } from "./transaction-facts.js";
import { timeline } from "./transaction-timeline.js";

/** Answers with the page of one transaction: what it is, what happened to it, and who was told. */
export function showTransaction(c: Context<AppEnv>, portal: Portal): Response | Promise<Response> {
  const turn = portal.turn(c);
  const record = portal.store.transactions.byId(c.req.param("id") ?? "");
  if (record === undefined) {
    return turn.show({
      title: "No such transaction",
      watches: [],
      status: 404,
      content: emptyState({
        title: "No such transaction",
        text: "The sandbox knows no transaction with this id. One in memory forgets all of them when it stops.",
        more: html`<p><a href="${turn.href("transactions")}">All transactions</a></p>`,
      }),
    });
  }
  // A link may come without the account: the frame must not show another merchant's name above this.
  if (record.accountId !== turn.account.accountId) {
    return c.redirect(
      turn.href(`transactions/${record.transactionId}`, { account: record.accountId }),
      302,
    );
  }
  const deliveries = portal.store.deliveries.ofTransaction(record.transactionId);
  const payload = JSON.stringify(
    JSON.parse(toWebhookBody(portal.contract, toWireTransaction(record))),
    null,
    2,
  );
  return turn.show({
    title: record.trackingId,
    watches: ["transactions", "timeline", "deliveries", "attempts", "clock"],
    content: html`<a class="crumb" href="${turn.href("transactions")}"
        >${icon("back")} Transactions</a
      >
      <div id="transaction" data-live="">
        <header class="head">
          <h1>${amount(record)}</h1>
          <div class="beside">${stageBadge(record)} ${modeTag(record.mode)}</div>
        </header>
        ${nextStep(record, turn)} ${statusForm(portal.contract, record, turn)}
        <div class="columns">
          <section class="sheet padded" aria-labelledby="facts">
            <h2 id="facts">${record.type === "withdrawal" ? "Payout" : "Deposit"}</h2>
            ${transactionFacts(record, { now: turn.now, providers: portal.store.providers.all(record.accountId) })}
          </section>
          <section class="sheet padded" aria-labelledby="history">
            <h2 id="history">What happened</h2>
            ${timeline(portal.store.timeline.of(record.transactionId), turn.now)}
          </section>
        </div>
        <section class="sheet" aria-labelledby="told">
          <h2 id="told" class="inset">Webhooks</h2>
          ${
            deliveries.length === 0
              ? html`<p class="inset quiet">${whyNobodyWasTold(record, turn, portal)}</p>`
              : deliveryTable(turn, deliveries, () => record.trackingId)
          }
        </section>
        <section class="sheet padded" aria-labelledby="payload">
          <h2 id="payload">As a webhook would report it now</h2>
          ${codeBlock(payload, "payload")}
        </section>
      </div>`,
  });
}

/** What a person can do about it: decide in the merchant's name, or play the customer. */
function nextStep(record: TransactionRecord, turn: PageContext): Markup {
  if (record.stage === "review") {
    return html`<form
      class="sheet padded decision"
      method="post"
      action="${turn.href(`transactions/${record.transactionId}/decision`)}"
    >
      <p>
        The customer has confirmed this payout. It waits for you, the merchant, and does not expire.
      </p>
      <button class="go" name="decision" value="approve">Approve</button>
      <button class="no" name="decision" value="reject">Reject</button>
    </form>`;
  }
  if (record.stage !== "open" && record.stage !== "challenge") return html``;
  const path = record.stage === "open" ? cashierPath(record) : challengePath(record);
  return html`<p class="sheet padded decision">
    <span>The customer has not decided yet.</span>
    <a class="button" href="${path}" target="_blank" rel="noopener"
      >Open the customer's page ${icon("out")}<span class="unseen">in a new tab</span></a
    >
  </p>`;
}

function whyNobodyWasTold(
  { status }: TransactionRecord,
  { account }: PageContext,
  { pendingWebhook }: Portal,
): string {
  if (account.webhookUrl === null) {
    return "The account has no webhook URL, so nobody is told of anything. Set one under Accounts.";
  }
  if (status !== "pending") return "None: the account had no webhook URL when this happened.";
  return {
    "on-submit": "None yet: the first one is due when the customer has decided something.",
    never: "None yet: this sandbox sends no webhook for pending, so the first one is the result's.",
    "on-open": "None: the account had no webhook URL when this was opened.",
  }[pendingWebhook];
}
