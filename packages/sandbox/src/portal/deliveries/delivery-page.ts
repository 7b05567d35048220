import { html } from "hono/html";
import type { Context } from "hono";
import type { AppEnv } from "../../api/gateway-context.js";
import type { Markup } from "../../cashier/page.js";
import type { Delivery } from "../../storage/deliveries.js";
import { icon } from "../icons.js";
import { deliveryBadge, statusBadge } from "../parts/badges.js";
import { codeBlock, copyable } from "../parts/copy-button.js";
import { emptyState } from "../parts/empty-state.js";
import { dueText, instant, scheduleText } from "../parts/instant.js";
import type { Portal } from "../portal-page.js";
import type { PageContext } from "../page-context.js";
import { attemptDetails } from "./attempt-details.js";

/** Answers with the page of one delivery: what is told, and each attempt with its request and its answer. */
export function showDelivery(c: Context<AppEnv>, portal: Portal): Response | Promise<Response> {
  const turn = portal.turn(c);
  const delivery = portal.store.deliveries.byId(c.req.param("id") ?? "");
  if (delivery === undefined) {
    return turn.show({
      title: "No such delivery",
      watches: [],
      status: 404,
      content: emptyState({
        title: "No such delivery",
        text: "The sandbox knows no delivery with this id. One in memory forgets all of them when it stops.",
        more: html`<p><a href="${turn.href("deliveries")}">All deliveries</a></p>`,
      }),
    });
  }
  if (delivery.accountId !== turn.account.accountId) {
    return c.redirect(
      turn.href(`deliveries/${delivery.deliveryId}`, { account: delivery.accountId }),
      302,
    );
  }
  const attempts = portal.store.deliveries.attemptsOf(delivery.deliveryId).toReversed();
  return turn.show({
    title: `Delivery ${delivery.deliveryId}`,
    watches: ["deliveries", "attempts", "clock"],
    content: html`<a class="crumb" href="${turn.href("deliveries")}">${icon("back")} Deliveries</a>
      <div id="delivery" data-live="attempts">
        <header class="head">
          <h1>Delivery <code>${delivery.deliveryId}</code></h1>
          <div class="beside">${deliveryBadge(delivery.state)}</div>
          <form method="post" action="${turn.href(`deliveries/${delivery.deliveryId}/resend`)}">
            <button>Send again</button>
          </form>
        </header>
        ${facts(delivery, turn, portal)}
        <section aria-labelledby="attempts">
          <h2 id="attempts">${attempts.length === 0 ? "Attempts" : `Attempts, newest first`}</h2>
          ${
            attempts.length === 0
              ? html`<p class="sheet padded quiet">None yet.</p>`
              : attempts.map((attempt, index) =>
                  attemptDetails(attempt, { turn, isOpen: index === 0 }),
                )
          }
        </section>
        <section class="sheet padded" aria-labelledby="body">
          <h2 id="body">What it tells, readable</h2>
          ${codeBlock(JSON.stringify(JSON.parse(delivery.requestBody), null, 2), "payload")}
          <p class="quiet after">
            The signature covers the text as it was sent, which stands with each attempt, not this
            one.
          </p>
        </section>
      </div>`,
  });
}

function facts(delivery: Delivery, turn: PageContext, { retries }: Portal): Markup {
  const { transactionId, status, createdAt, nextAttemptAt, attemptsMade } = delivery;
  return html`<section class="sheet padded" aria-label="Delivery">
    <dl class="facts">
      <div>
        <dt>Tells</dt>
        <dd>${statusBadge(status)}</dd>
      </div>
      <div>
        <dt>Transaction</dt>
        <dd>
          <a href="${turn.href(`transactions/${transactionId}`)}">${transactionId}</a>
        </dd>
      </div>
      <div>
        <dt>Goes to</dt>
        <dd>
          ${
            turn.account.webhookUrl === null
              ? "No webhook URL is set"
              : copyable(turn.account.webhookUrl, "the webhook URL")
          }
        </dd>
      </div>
      <div>
        <dt>Since</dt>
        <dd>${instant(createdAt, turn.now)}</dd>
      </div>
      <div>
        <dt>Retries</dt>
        <dd>${scheduleText(retries)}</dd>
      </div>
      <div>
        <dt>Next try</dt>
        <dd>
          ${
            nextAttemptAt === null
              ? attemptsMade === 0
                ? "none"
                : "none: it is over"
              : html`${instant(nextAttemptAt, turn.now)} ·
                  <b>${dueText(nextAttemptAt, turn.now)}</b> of the sandbox's clock`
          }
        </dd>
      </div>
    </dl>
  </section>`;
}
