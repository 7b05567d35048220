import { html } from "hono/html";
import type { Context } from "hono";
import type { AppEnv } from "../../api/gateway-context.js";
import type { Markup } from "../../cashier/page.js";
import type { Delivery, DeliveryState } from "../../storage/deliveries.js";
import { icon } from "../icons.js";
import { amount } from "../parts/amount.js";
import { deliveryBadge, statusBadge } from "../parts/badges.js";
import { codeBlock, copyable } from "../parts/copy-button.js";
import { missingPage } from "../parts/empty-state.js";
import { dueText, instant, scheduleText } from "../parts/instant.js";
import type { Portal } from "../portal-page.js";
import type { PageContext } from "../page-context.js";
import { attemptDetails } from "./attempt-details.js";

/** Responds with the page of one delivery: its event, and each attempt with request and response. */
export function showDelivery(c: Context<AppEnv>, portal: Portal): Response | Promise<Response> {
  const page = portal.page(c);
  const delivery = portal.store.deliveries.byId(c.req.param("id") ?? "");
  if (delivery === undefined) {
    return page.show({
      title: "No such delivery",
      watches: [],
      status: 404,
      content: missingPage({
        title: "No such delivery",
        text: "The sandbox has no delivery with this id. An in-memory sandbox loses its data when it stops.",
        more: html`<p><a href="${page.href("deliveries")}">All deliveries</a></p>`,
      }),
    });
  }
  if (delivery.accountId !== page.account.accountId) {
    return c.redirect(
      page.href(`deliveries/${delivery.deliveryId}`, { account: delivery.accountId }),
      302,
    );
  }
  const attempts = portal.store.deliveries.attemptsOf(delivery.deliveryId).toReversed();
  return page.show({
    title: `Delivery ${delivery.deliveryId}`,
    watches: ["deliveries", "attempts", "clock"],
    content: html`<a class="crumb" href="${page.listHref("deliveries")}"
        >${icon("back")} Deliveries</a
      >
      <div id="delivery" data-live="attempts">
        <header class="head">
          <h1>Delivery <code>${delivery.deliveryId}</code></h1>
          <div class="beside">${deliveryBadge(delivery.state)}</div>
          <form method="post" action="${page.href(`deliveries/${delivery.deliveryId}/resend`)}">
            <button>Resend</button>
          </form>
        </header>
        ${facts(delivery, page, portal)}
        <section aria-labelledby="attempts">
          <h2 id="attempts">${attempts.length === 0 ? "Attempts" : `Attempts, newest first`}</h2>
          ${
            attempts.length === 0
              ? html`<p class="sheet padded quiet">None yet.</p>`
              : attempts.map((attempt, index) =>
                  attemptDetails(attempt, { page, isOpen: index === 0 }),
                )
          }
        </section>
        <section class="sheet padded" aria-labelledby="body">
          <h2 id="body">Payload</h2>
          ${codeBlock(JSON.stringify(JSON.parse(delivery.requestBody), null, 2), "payload")}
          <p class="quiet after">
            Formatted for reading. The signature covers the body as sent, which each attempt shows.
          </p>
        </section>
      </div>`,
  });
}

/** Why a delivery without a next attempt has none. */
const whyNoAttempt: Readonly<Record<DeliveryState, string>> = {
  delivered: "none, because it was delivered",
  "given-up": "none, because all attempts failed",
  dropped: "none, because chaos dropped it",
  pending: "none",
  retrying: "none",
};

function facts(delivery: Delivery, page: PageContext, { retries, store }: Portal): Markup {
  const { transactionId, status, state, createdAt, nextAttemptAt } = delivery;
  const transaction = store.transactions.byId(transactionId);
  return html`<section class="sheet padded" aria-label="Delivery">
    <dl class="facts">
      <div>
        <dt>Event</dt>
        <dd>${statusBadge(status)}</dd>
      </div>
      <div>
        <dt>Transaction</dt>
        <dd>
          <a href="${page.href(`transactions/${transactionId}`)}"
            >${transaction?.trackingId ?? transactionId}</a
          >
          ${transaction === undefined ? "" : amount(transaction)}
        </dd>
      </div>
      <div>
        <dt>Webhook URL</dt>
        <dd>
          ${
            page.account.webhookUrl === null
              ? "No webhook URL is set"
              : copyable(page.account.webhookUrl, "the webhook URL")
          }
        </dd>
      </div>
      <div>
        <dt>Created</dt>
        <dd>${instant(createdAt, page.now)}</dd>
      </div>
      <div>
        <dt>Retries</dt>
        <dd>${scheduleText(retries)}</dd>
      </div>
      <div>
        <dt>Next attempt</dt>
        <dd>
          ${
            nextAttemptAt === null
              ? whyNoAttempt[state]
              : html`${instant(nextAttemptAt, page.now)} ·
                  <b>${dueText(nextAttemptAt, page.now)}</b> on the sandbox's clock`
          }
        </dd>
      </div>
    </dl>
  </section>`;
}
