import { html } from "hono/html";
import type { Context } from "hono";
import type { AppEnv } from "../../api/gateway-context.js";
import type { Markup } from "../../cashier/page.js";
import { emptyState } from "../parts/empty-state.js";
import { pager } from "../parts/fields.js";
import type { Portal, PortalPage } from "../portal-page.js";
import { decidePayout } from "./decide-payout.js";
import { firstTransaction } from "./first-transaction.js";
import { readTransactionFilter, toFilterQuery } from "./read-transaction-filter.js";
import { transactionFilterForm } from "./transaction-filter-form.js";
import { submitStatus } from "./status-form.js";
import { showTransaction } from "./transaction-page.js";
import { transactionTable } from "./transaction-table.js";

const rowsPerPage = 50;

/** Every transaction of an account, newest first, and each with a page of its own. */
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
  const turn = portal.turn(c);
  const { accountId } = turn.account;
  const filter = readTransactionFilter(c, portal.contract);
  const { provider: providerId, ...asked } = filter;
  const page = portal.store.searchTransactions({
    ...asked,
    accountId,
    providerId,
    mode: turn.mode,
    limit: rowsPerPage,
  });
  const providers = portal.store.providers.all(accountId);
  const names = new Map(providers.map(({ providerId: id, name }) => [id, name]));
  const query = toFilterQuery(filter);
  const isFiltered =
    filter.before !== undefined || Object.values(query).some((value) => value !== undefined);

  const list = (): Markup => {
    if (page.rows.length > 0) return transactionTable(turn, page.rows, names);
    if (isFiltered || turn.mode !== undefined) {
      return emptyState({
        title: "Nothing matches",
        text:
          page.next === undefined
            ? "No transaction of this account is like that. A search finds whole ids and their beginnings."
            : "Nothing among these. There are older ones that were not looked at yet.",
        more: html`<p><a href="/portal/transactions">Show all</a></p>`,
      });
    }
    return firstTransaction(portal.contract, {
      origin: new URL(c.req.url).origin,
      apiKey: portal.store.credentials.keyOf({ accountId, mode: "test" }),
    });
  };

  return turn.show({
    title: "Transactions",
    watches: ["transactions", "credentials"],
    content: html`<header class="head"><h1>Transactions</h1></header>
      ${transactionFilterForm(turn, filter, { contract: portal.contract, providers })}
      <div class="sheet" id="transactions" data-live="transactions">
        ${list()}
        ${pager({
          newest: filter.before === undefined ? undefined : turn.href("transactions", query),
          older:
            page.next === undefined
              ? undefined
              : turn.href("transactions", { ...query, before: String(page.next) }),
        })}
      </div>`,
  });
}
