import { html } from "hono/html";
import type { Context } from "hono";
import type { AppEnv } from "../../api/gateway-context.js";
import type { Markup } from "../../cashier/page.js";
import { emptyState } from "../parts/empty-state.js";
import { choice, scopeFields } from "../parts/fields.js";
import type { Portal, PortalPage } from "../portal-page.js";
import type { PageContext } from "../page-context.js";
import { chartPatterns } from "./chart-patterns.js";
import { countChart, volumeCharts } from "./day-charts.js";
import { keyFigures } from "./key-figures.js";
import { approvalChart, timeChart } from "./provider-charts.js";
import { currenciesOf, daysUntil } from "./summarize-totals.js";

const spans = { "7": "7 days", "30": "30 days", "90": "90 days" } as const;

/** Charts of an account's transactions. They use daily totals, so the number of transactions does not matter. */
export const analyticsPage: PortalPage = {
  path: "analytics",
  title: "Analytics",
  icon: "analytics",
  group: "Payments",
  add(routes, portal) {
    routes.get("/", (c) => showAnalytics(c, portal));
  },
};

/** The filter in the URL. */
interface AnalyticsFilter {
  readonly span: keyof typeof spans;
  /** Undefined for all. */
  readonly currency: string | undefined;
}

function showAnalytics(c: Context<AppEnv>, portal: Portal): Response | Promise<Response> {
  const page = portal.page(c);
  const { accountId } = page.account;
  // Currencies without transactions in these days are listed too, so that the filter can keep its value.
  const known = portal.store.dailyTotals.currencies(accountId);
  const filter: AnalyticsFilter = {
    span: toSpan(c.req.query("days")),
    currency: known.find((one) => one === c.req.query("currency")),
  };
  const days = daysUntil(page.now, Number(filter.span));
  const totals = portal.store.dailyTotals
    .list({ accountId, mode: page.mode, fromDay: days[0], toDay: days.at(-1) })
    .filter(({ currency }) => filter.currency === undefined || currency === filter.currency);
  const names = new Map(
    portal.store.providers.all(accountId).map(({ providerId, name }) => [providerId, name]),
  );
  const currencies = currenciesOf(totals);

  return page.show({
    title: "Analytics",
    watches: ["daily_totals"],
    content: html`<header class="head"><h1>Analytics</h1></header>
      ${filterForm(page, filter, known)}
      <div id="analytics" data-live="">
        ${
          totals.length === 0
            ? html`<div class="sheet">${nothing(page, filter, known.length > 0)}</div>`
            : html`${chartPatterns}
                <p class="only-print">${captionOf(page, filter)}</p>
                ${keyFigures(totals, {
                  page,
                  currencies,
                  days: filter.span === "30" ? undefined : filter.span,
                })}
                ${volumeCharts(totals, { days, currencies })} ${countChart(totals, { days })}
                <div class="columns">
                  ${approvalChart(totals, names)} ${timeChart(totals, names)}
                </div>`
        }
      </div>`,
  });
}

function filterForm(
  page: PageContext,
  { span, currency }: AnalyticsFilter,
  known: readonly string[],
): Markup {
  return html`<form
    class="filter"
    method="get"
    action="/portal/analytics"
    aria-label="Analytics"
    autocomplete="off"
    data-filter
  >
    ${scopeFields(page.href("analytics"))}
    ${choice({
      name: "days",
      label: "Days",
      any: spans["30"],
      value: span === "30" ? undefined : span,
      options: (["7", "90"] as const).map((value) => [value, spans[value]] as const),
    })}
    ${choice({
      name: "currency",
      label: "Currency",
      any: "All",
      value: currency,
      options: known.map((one) => [one, one] as const),
    })}
    <button class="go without-script">Show</button>
  </form>`;
}

/** Says what is shown. On paper it is the only sign of the filter. */
function captionOf({ mode }: PageContext, { span, currency = "all currencies" }: AnalyticsFilter) {
  return `The last ${spans[span]}, ${currency}, ${mode ?? "test and live"}`;
}

function nothing(page: PageContext, filter: AnalyticsFilter, isKnown: boolean): Markup {
  const { span, currency } = filter;
  if (!isKnown) {
    return emptyState({
      title: "No data yet",
      text: "Charts appear here after the first transaction.",
      more: html`<p>
        <a href="${page.href("transactions")}">Create the first transaction</a>
      </p>`,
    });
  }
  const which = [page.mode, "transactions", currency === undefined ? undefined : `in ${currency}`];
  const text = which.filter((word) => word !== undefined).join(" ");
  return emptyState({
    title: "No matching transactions",
    text: `No ${text} were opened in the last ${span} days of the sandbox's clock.`,
    more: html`<p>
      <a href="${page.href("analytics", { mode: undefined, days: "90" })}">Show 90 days of all</a>
    </p>`,
  });
}

function toSpan(value: string | undefined): keyof typeof spans {
  return value === "7" || value === "90" ? value : "30";
}
