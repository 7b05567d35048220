import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { Delivery } from "../../storage/deliveries.js";
import { deliveryBadge, statusBadge } from "../parts/badges.js";
import { dataTable, type TableColumn, type TableRow } from "../parts/data-table.js";
import { dueText, instant } from "../parts/instant.js";
import type { PageContext } from "../page-context.js";

const columns: readonly TableColumn[] = [
  { title: "Tracking ID" },
  { title: "State" },
  { title: "Event" },
  { title: "Last response" },
  { title: "Attempts", look: "number" },
  { title: "Next attempt" },
  { title: "Created" },
];

/** Deliveries as a table. */
export function deliveryTable(
  page: PageContext,
  deliveries: readonly Delivery[],
  { caption, trackingIdOf }: { caption: string; trackingIdOf: (delivery: Delivery) => string },
): Markup {
  return dataTable({
    caption,
    className: "rows",
    columns,
    rows: deliveries.map((delivery) => toRow(page, delivery, trackingIdOf(delivery))),
  });
}

function toRow(page: PageContext, delivery: Delivery, trackingId: string): TableRow {
  const { deliveryId, state, status, attemptsMade, nextAttemptAt, createdAt } = delivery;
  return {
    key: deliveryId,
    cells: [
      html`<a class="row-link" href="${page.href(`deliveries/${deliveryId}`)}"
        >${trackingId}<span class="unseen">, event ${status}</span></a
      >`,
      deliveryBadge(state),
      statusBadge(status),
      lastResponse(delivery),
      String(attemptsMade),
      nextAttemptAt === null
        ? html`<span class="none">none</span>`
        : dueText(nextAttemptAt, page.now),
      instant(createdAt, page.now),
    ],
  };
}

function lastResponse({ attemptsMade, lastStatus }: Delivery): Markup | string {
  if (attemptsMade === 0) return html`<span class="none">not attempted</span>`;
  return lastStatus === null ? "no response" : `HTTP ${lastStatus}`;
}
