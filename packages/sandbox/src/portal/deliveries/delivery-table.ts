import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { Delivery } from "../../storage/deliveries.js";
import { deliveryBadge, statusBadge } from "../parts/badges.js";
import { dueText, instant } from "../parts/instant.js";
import type { PageContext } from "../page-context.js";

/** Deliveries as a table. Rows have keys, so that live updates keep existing ones. */
export function deliveryTable(
  page: PageContext,
  deliveries: readonly Delivery[],
  trackingIdOf: (delivery: Delivery) => string,
): Markup {
  return html`<table class="rows">
    <caption class="unseen">
      Deliveries
    </caption>
    <thead>
      <tr>
        <th scope="col">Tracking ID</th>
        <th scope="col">State</th>
        <th scope="col">Event</th>
        <th scope="col" class="on-desk">Last response</th>
        <th scope="col" class="number on-desk">Attempts</th>
        <th scope="col" class="on-desk">Next attempt</th>
        <th scope="col" class="on-desk">Created</th>
      </tr>
    </thead>
    <tbody>
      ${deliveries.map(
        (delivery) =>
          html`<tr data-key="${delivery.deliveryId}">
            <th scope="row" class="clip">
              <a class="row-link" href="${page.href(`deliveries/${delivery.deliveryId}`)}"
                >${trackingIdOf(delivery)}<span class="unseen">, event ${delivery.status}</span></a
              >
              <small class="on-phone">${instant(delivery.createdAt, page.now)}</small>
            </th>
            <td>${deliveryBadge(delivery.state)}</td>
            <td>${statusBadge(delivery.status)}</td>
            <td class="on-desk">${lastResponse(delivery)}</td>
            <td class="number on-desk">${delivery.attemptsMade}</td>
            <td class="on-desk">
              ${delivery.nextAttemptAt === null ? html`<span class="none">none</span>` : dueText(delivery.nextAttemptAt, page.now)}
            </td>
            <td class="on-desk">${instant(delivery.createdAt, page.now)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function lastResponse({ attemptsMade, lastStatus }: Delivery): Markup | string {
  if (attemptsMade === 0) return html`<span class="none">not attempted</span>`;
  return lastStatus === null ? "no response" : `HTTP ${lastStatus}`;
}
