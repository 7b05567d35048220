import { html } from "hono/html";
import type { Context } from "hono";
import type { AppEnv } from "../../api/gateway-context.js";
import type { Markup } from "../../cashier/page.js";
import type { Mode } from "../../gateway/transaction-record.js";
import type { Delivery, DeliveryState } from "../../storage/deliveries.js";
import { deliveryStates } from "../parts/badges.js";
import { emptyState } from "../parts/empty-state.js";
import { choice, pager, scopeFields } from "../parts/fields.js";
import type { Portal, PortalPage } from "../portal-page.js";
import type { PageContext } from "../page-context.js";
import { showDelivery } from "./delivery-page.js";
import { deliveryTable } from "./delivery-table.js";
import { findDeliveries } from "./find-deliveries.js";
import { resendDelivery } from "./resend-delivery.js";

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
  const { rows, next } = findDeliveries(portal, {
    accountId: page.account.accountId,
    mode: page.mode,
    state,
    before: Number.isSafeInteger(before) && before > 0 ? before : undefined,
  });
  // Not read from the payload, which may follow another contract.
  const trackingIdOf = ({ transactionId }: Delivery): string =>
    portal.store.transactions.byId(transactionId)?.trackingId ?? transactionId;
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
        autocomplete="off"
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
      <div class="sheet list" id="deliveries" data-live="deliveries">
        ${
          rows.length > 0
            ? deliveryTable(page, rows, { caption: captionOf(page.mode, state), trackingIdOf })
            : nothing(page, { state, isLast: next === undefined })
        }
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

/** Says what is listed. On paper it is the only sign of the filter. */
function captionOf(mode: Mode | undefined, state: DeliveryState | undefined): string {
  const only = [mode ?? "", state === undefined ? "" : deliveryStates[state].text]
    .filter((text) => text !== "")
    .join(", ");
  return `Deliveries, newest first${only === "" ? "" : `. Only: ${only}`}`;
}

function nothing(
  page: PageContext,
  { state, isLast }: { state: DeliveryState | undefined; isLast: boolean },
): Markup {
  if (state !== undefined || page.mode !== undefined) {
    const which = page.mode === undefined ? "" : `${page.mode} `;
    const is = state === undefined ? "" : ` is ${deliveryStates[state].text}`;
    return emptyState({
      title: "No matching deliveries",
      text: isLast
        ? `No ${which}delivery of this account${is === "" ? " exists" : is}.`
        : "No match in this range. Continue with older deliveries.",
      more: html`<p><a href="${page.href("deliveries", { mode: undefined })}">Show all</a></p>`,
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
