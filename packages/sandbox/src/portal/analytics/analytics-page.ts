import { html } from "hono/html";
import type { Context } from "hono";
import type { AppEnv } from "../../api/gateway-context.js";
import { emptyState } from "../parts/empty-state.js";
import { choice, scopeFields } from "../parts/fields.js";
import type { Portal, PortalPage } from "../portal-page.js";
import { countChart, volumeChart } from "./day-charts.js";
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

function showAnalytics(c: Context<AppEnv>, portal: Portal): Response | Promise<Response> {
  const page = portal.page(c);
  const span = toSpan(c.req.query("days"));
  const days = daysUntil(page.now, Number(span));
  const all = portal.store.dailyTotals.list({
    accountId: page.account.accountId,
    mode: page.mode,
    fromDay: days[0],
    toDay: days.at(-1),
  });
  const currencies = currenciesOf(all);
  const currency = currencies.find((one) => one === c.req.query("currency"));
  const totals = currency === undefined ? all : all.filter((total) => total.currency === currency);
  const providers = portal.store.providers.all(page.account.accountId);
  const names = new Map(providers.map(({ providerId, name }) => [providerId, name]));
  const summedCurrency = currency ?? currencies[0] ?? "";

  return page.show({
    title: "Analytics",
    watches: ["daily_totals"],
    content: html`<header class="head"><h1>Analytics</h1></header>
      <form
        class="filter"
        method="get"
        action="/portal/analytics"
        aria-label="Analytics"
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
          options: currencies.map((one) => [one, one] as const),
        })}
        <button class="go without-script">Show</button>
      </form>
      <div id="analytics" data-live="">
        ${
          totals.length === 0
            ? html`<div class="sheet">
                ${emptyState({
                  title: "No data yet",
                  text: `No transactions were opened in the last ${span} days of the sandbox's clock.`,
                  more: html`<p>
                    <a href="${page.href("transactions")}">Create the first transaction</a>
                  </p>`,
                })}
              </div>`
            : html`${keyFigures(totals, summedCurrency)}
                ${volumeChart(totals, { days, currency: summedCurrency })}
                ${countChart(totals, { days })}
                <div class="columns">
                  ${approvalChart(totals, names)} ${timeChart(totals, names)}
                </div>`
        }
      </div>`,
  });
}

function toSpan(value: string | undefined): keyof typeof spans {
  return value === "7" || value === "90" ? value : "30";
}
