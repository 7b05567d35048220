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
import { missingPage } from "../parts/empty-state.js";
import { typeTitle } from "../parts/to-title.js";
import type { Portal } from "../portal-page.js";
import type { PageContext } from "../page-context.js";
import { statusForm } from "./status-form.js";
import { transactionFacts } from "./transaction-facts.js";
import { timeline } from "./transaction-timeline.js";

/** Responds with the page of one transaction: its fields, history and webhooks. */
export function showTransaction(c: Context<AppEnv>, portal: Portal): Response | Promise<Response> {
  const page = portal.page(c);
  const record = portal.store.transactions.byId(c.req.param("id") ?? "");
  if (record === undefined) {
    return page.show({
      title: "No such transaction",
      watches: [],
      status: 404,
      content: missingPage({
        title: "No such transaction",
        text: "The sandbox has no transaction with this id. An in-memory sandbox loses its data when it stops.",
        more: html`<p><a href="${page.href("transactions")}">All transactions</a></p>`,
      }),
    });
  }
  // The URL may lack the account, and the layout must not show another merchant's name.
  if (record.accountId !== page.account.accountId) {
    return c.redirect(
      page.href(`transactions/${record.transactionId}`, { account: record.accountId }),
      302,
    );
  }
  const deliveries = portal.store.deliveries.ofTransaction(record.transactionId);
  const payload = JSON.stringify(
    JSON.parse(toWebhookBody(portal.contract, toWireTransaction(record))),
    null,
    2,
  );
  return page.show({
    title: record.trackingId,
    watches: ["transactions", "timeline", "deliveries", "attempts", "clock"],
    content: html`<a class="crumb" href="${page.listHref("transactions")}"
        >${icon("back")} Transactions</a
      >
      <div id="transaction" data-live="deliveries">
        <header class="head">
          <h1>${amount(record)}</h1>
          <div class="beside">${stageBadge(record)} ${modeTag(record.mode)}</div>
        </header>
        ${nextStep(record, page)} ${statusForm(portal.contract, record, page)}
        <div class="columns">
          <section class="sheet padded" aria-labelledby="facts">
            <h2 id="facts">${typeTitle(record.type)}</h2>
            ${transactionFacts(record, { now: page.now, providers: portal.store.providers.all(record.accountId) })}
          </section>
          <section class="sheet padded" aria-labelledby="history">
            <h2 id="history">History</h2>
            ${timeline(portal.store.timeline.of(record.transactionId), page.now)}
          </section>
        </div>
        <section class="sheet list" aria-labelledby="webhooks">
          <h2 id="webhooks" class="inset">Webhooks</h2>
          ${
            deliveries.length === 0
              ? html`<p class="inset quiet">${whyNoWebhooks(record, page, portal)}</p>`
              : deliveryTable(page, deliveries, {
                  caption: "Webhooks of this transaction",
                  trackingIdOf: () => record.trackingId,
                })
          }
        </section>
        <section class="sheet padded" aria-labelledby="payload">
          <h2 id="payload">Current webhook payload</h2>
          ${codeBlock(payload, "payload")}
        </section>
      </div>`,
  });
}

/** What to do next: decide as the merchant, or open the customer's page. */
function nextStep(record: TransactionRecord, page: PageContext): Markup {
  if (record.stage === "review") {
    return html`<form
      class="sheet padded decision"
      method="post"
      action="${page.href(`transactions/${record.transactionId}/decision`)}"
    >
      <p>The customer has confirmed this payout. It waits for your approval and does not expire.</p>
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

function whyNoWebhooks(
  { status }: TransactionRecord,
  { account }: PageContext,
  { pendingWebhook }: Portal,
): string {
  if (account.webhookUrl === null) {
    return "The account has no webhook URL. Set one under Accounts to receive webhooks.";
  }
  if (status !== "pending") return "None. The account had no webhook URL at that time.";
  return {
    "on-submit": "None yet. The first one is sent when the customer submits.",
    never:
      "None yet. This sandbox sends no webhook for pending, so the first one reports the result.",
    "on-open": "None. The account had no webhook URL when this was created.",
  }[pendingWebhook];
}
