import { html } from "hono/html";
import type { Context } from "hono";
import type { AppEnv } from "../../api/gateway-context.js";
import type { Markup } from "../../cashier/page.js";
import type { Delivery, DeliveryState } from "../../storage/deliveries.js";
import { deliveryStates } from "../parts/badges.js";
import { emptyState } from "../parts/empty-state.js";
import { choice, pager, scopeFields } from "../parts/fields.js";
import type { Portal, PortalPage } from "../portal-page.js";
import type { PageContext } from "../page-context.js";
import { showDelivery } from "./delivery-page.js";
import { deliveryTable } from "./delivery-table.js";
import { resendDelivery } from "./resend-delivery.js";

const rowsPerPage = 50;

/** The webhooks of an account, newest first, each with its own page. */
export const deliveriesPage: PortalPage = {
  path: "deliveries",
  title: "Deliveries",
  icon: "deliveries",
  group: "Payments",
  add(routes, portal) {
    routes.get("/", (c) => showDeliveries(c, portal));
    routes.get("/:id", (c) => showDelivery(c, portal));
    routes.post("/:id/resend", (c) => resendDelivery(c, portal));
  },
};

function showDeliveries(c: Context<AppEnv>, portal: Portal): Response | Promise<Response> {
  const page = portal.page(c);
  const state = toState(c.req.query("state"));
  const before = Number(c.req.query("before"));
  const rows = portal.store.deliveries.list({
    accountId: page.account.accountId,
    state,
    before: Number.isSafeInteger(before) && before > 0 ? before : undefined,
    limit: rowsPerPage + 1,
  });
  const shown = rows.slice(0, rowsPerPage);
  // Not read from the payload, which may follow another contract.
  const trackingIdOf = ({ transactionId }: Delivery): string =>
    portal.store.transactions.byId(transactionId)?.trackingId ?? transactionId;
  const next = rows.length > rowsPerPage ? shown.at(-1)?.number : undefined;
  return page.show({
    title: "Deliveries",
    watches: ["deliveries", "attempts", "accounts", "clock"],
    content: html`<header class="head">
        <h1>Deliveries</h1>
        <div class="beside" id="target" data-live="">${target(page)}</div>
      </header>
      <form
        class="filter"
        method="get"
        action="/portal/deliveries"
        aria-label="Deliveries"
        data-filter
      >
        ${scopeFields(page.href("deliveries"))}
        ${choice({
          name: "state",
          label: "State",
          any: "Any",
          value: state,
          options: Object.entries(deliveryStates).map(
            ([value, { text }]) => [value, text] as const,
          ),
        })}
        <button class="go without-script">Filter</button>
      </form>
      <div class="sheet" id="deliveries" data-live="deliveries">
        ${shown.length > 0 ? deliveryTable(page, shown, trackingIdOf) : nothing(page, state)}
        ${pager({
          newest: before > 0 ? page.href("deliveries", { state }) : undefined,
          older:
            next === undefined
              ? undefined
              : page.href("deliveries", { state, before: String(next) }),
        })}
      </div>`,
  });
}

function target({ account }: PageContext): Markup {
  return account.webhookUrl === null
    ? html`No webhook URL is set`
    : html`to <code>${account.webhookUrl}</code>`;
}

function nothing(page: PageContext, state: DeliveryState | undefined): Markup {
  if (state !== undefined) {
    return emptyState({
      title: `No delivery is ${deliveryStates[state].text}`,
      text: "Other deliveries may exist.",
      more: html`<p><a href="${page.href("deliveries")}">Show all</a></p>`,
    });
  }
  const { webhookUrl } = page.account;
  return emptyState({
    title: "No deliveries yet",
    text:
      webhookUrl === null
        ? "The account has no webhook URL. Set one under Accounts to receive webhooks for later changes."
        : `The sandbox posts a signed webhook to ${webhookUrl} whenever the status of a transaction changes.`,
    more: html`<p>
      <a href="${page.href(webhookUrl === null ? "accounts" : "transactions")}"
        >${webhookUrl === null ? "Set the webhook URL" : "Show transactions"}</a
      >
    </p>`,
  });
}

function toState(value: string | undefined): DeliveryState | undefined {
  return value !== undefined && Object.hasOwn(deliveryStates, value)
    ? (value as DeliveryState)
    : undefined;
}
