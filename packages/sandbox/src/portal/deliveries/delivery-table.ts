import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { Delivery } from "../../storage/deliveries.js";
import { deliveryBadge, statusBadge } from "../parts/badges.js";
import { dueText, instant } from "../parts/instant.js";
import type { PageContext } from "../page-context.js";

/** Deliveries as a table; each row has a key, so that an open page keeps those it has. */
export function deliveryTable(
  turn: PageContext,
  deliveries: readonly Delivery[],
  trackingIdOf: (delivery: Delivery) => string,
): Markup {
  return html`<table class="rows">
    <caption class="unseen">
      Deliveries
    </caption>
    <thead>
      <tr>
        <th scope="col">Tracking id</th>
        <th scope="col">State</th>
        <th scope="col">Tells</th>
        <th scope="col" class="on-desk">Last answer</th>
        <th scope="col" class="number on-desk">Attempts</th>
        <th scope="col" class="on-desk">Next try</th>
        <th scope="col" class="on-desk">Since</th>
      </tr>
    </thead>
    <tbody>
      ${deliveries.map(
        (delivery) =>
          html`<tr data-key="${delivery.deliveryId}">
            <th scope="row" class="clip">
              <a class="row-link" href="${turn.href(`deliveries/${delivery.deliveryId}`)}"
                >${trackingIdOf(delivery)}<span class="unseen">, tells ${delivery.status}</span></a
              >
              <small class="on-phone">${instant(delivery.createdAt, turn.now)}</small>
            </th>
            <td>${deliveryBadge(delivery.state)}</td>
            <td>${statusBadge(delivery.status)}</td>
            <td class="on-desk">${lastAnswer(delivery)}</td>
            <td class="number on-desk">${delivery.attemptsMade}</td>
            <td class="on-desk">
              ${delivery.nextAttemptAt === null ? html`<span class="none">none</span>` : dueText(delivery.nextAttemptAt, turn.now)}
            </td>
            <td class="on-desk">${instant(delivery.createdAt, turn.now)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function lastAnswer({ attemptsMade, lastStatus }: Delivery): Markup | string {
  if (attemptsMade === 0) return html`<span class="none">not tried</span>`;
  return lastStatus === null ? "no answer" : `HTTP ${lastStatus}`;
}
