import { html } from "hono/html";
import type { Context } from "hono";
import type { AppEnv } from "../../api/gateway-context.js";
import type { Markup } from "../../cashier/page.js";
import { emptyState } from "../parts/empty-state.js";
import { pager } from "../parts/fields.js";
import type { Portal, PortalPage } from "../portal-page.js";
import { decidePayout } from "./decide-payout.js";
import { firstTransaction } from "./first-transaction.js";
import { describeFilter } from "./describe-filter.js";
import { readTransactionFilter, toFilterQuery } from "./read-transaction-filter.js";
import { transactionFilterForm } from "./transaction-filter-form.js";
import { submitStatus } from "./status-form.js";
import { showTransaction } from "./transaction-page.js";
import { transactionTable } from "./transaction-table.js";

const rowsPerPage = 50;

/** The transactions of an account, newest first, each with its own page. */
export const transactionsPage: PortalPage = {
  path: "transactions",
  title: "Transactions",
  icon: "transactions",
  group: "Payments",
  add(routes, portal) {
    routes.get("/", (c) => showTransactions(c, portal));
    routes.get("/:id", (c) => showTransaction(c, portal));
    routes.post("/:id/decision", (c) => decidePayout(c, portal));
    routes.post("/:id/status", (c) => submitStatus(c, portal));
  },
};

function showTransactions(c: Context<AppEnv>, portal: Portal): Response | Promise<Response> {
  const page = portal.page(c);
  const { accountId } = page.account;
  const providers = portal.store.providers.all(accountId);
  const filter = readTransactionFilter(c, portal.contract, providers);
  const { provider: providerId, ...asked } = filter;
  const found = portal.store.searchTransactions({
    ...asked,
    accountId,
    providerId,
    mode: page.mode,
    limit: rowsPerPage,
  });
  const names = new Map(providers.map(({ providerId: id, name }) => [id, name]));
  const query = toFilterQuery(filter);
  const isFiltered =
    filter.before !== undefined || Object.values(query).some((value) => value !== undefined);

  const list = (): Markup => {
    if (found.rows.length > 0) {
      const only = describeFilter(filter, { mode: page.mode, providerNames: names });
      const caption = `Transactions, newest first${only === "" ? "" : `. Only: ${only}`}`;
      return transactionTable(page, found.rows, { caption, providerNames: names });
    }
    if (isFiltered || page.mode !== undefined) {
      return emptyState({
        title: "No matching transactions",
        text:
          found.next === undefined
            ? "No transaction of this account matches. A search finds the beginning of an ID."
            : "No match in this range. Continue with older transactions.",
        more: html`<p><a href="${page.href("transactions", { mode: undefined })}">Show all</a></p>`,
      });
    }
    return firstTransaction(portal.contract, {
      origin: new URL(c.req.url).origin,
      apiKey: portal.store.credentials.keyOf({ accountId, mode: "test" }),
    });
  };

  return page.show({
    title: "Transactions",
    watches: ["transactions", "credentials"],
    content: html`<header class="head"><h1>Transactions</h1></header>
      ${transactionFilterForm(page, filter, { contract: portal.contract, providers })}
      <div class="sheet list" id="transactions" data-live="transactions">
        ${list()}
        ${pager({
          newest: filter.before === undefined ? undefined : page.href("transactions", query),
          older:
            found.next === undefined
              ? undefined
              : page.href("transactions", { ...query, before: String(found.next) }),
        })}
      </div>`,
  });
}
