import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { NumberedTransaction } from "../../storage/transaction-search.js";
import { amount } from "../parts/amount.js";
import { modeTag, stageBadge } from "../parts/badges.js";
import { instant } from "../parts/instant.js";
import type { PageContext } from "../page-context.js";

/** Transactions as a table. Rows have keys, so that live updates keep existing ones. */
export function transactionTable(
  page: PageContext,
  rows: readonly NumberedTransaction[],
  providerNames: ReadonlyMap<string, string>,
): Markup {
  return html`<table class="rows">
    <caption class="unseen">
      Transactions, newest first
    </caption>
    <thead>
      <tr>
        <th scope="col">Tracking ID</th>
        <th scope="col">Status</th>
        <th scope="col" class="number">Amount</th>
        <th scope="col" class="on-desk">Customer</th>
        <th scope="col" class="on-desk">Provider</th>
        <th scope="col" class="on-desk">Created</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr data-key="${row.transactionId}">
            <th scope="row" class="clip">
              <a class="row-link" href="${page.href(`transactions/${row.transactionId}`)}"
                >${row.trackingId}</a
              >
              ${page.mode === undefined && row.mode === "live" ? modeTag(row.mode) : ""}
              <small class="on-phone">${instant(row.createdAt, page.now)}</small>
            </th>
            <td>${stageBadge(row)}</td>
            <td class="number">${amount(row)}</td>
            <td class="on-desk clip">${row.userId}</td>
            <td class="on-desk">
              ${providerNames.get(row.providerId ?? "") ?? row.providerId ?? html`<span class="none">not chosen</span>`}
            </td>
            <td class="on-desk">${instant(row.createdAt, page.now)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
