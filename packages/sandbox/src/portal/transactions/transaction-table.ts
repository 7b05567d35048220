import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { NumberedTransaction } from "../../storage/transaction-search.js";
import { amount } from "../parts/amount.js";
import { modeTag, stageBadge } from "../parts/badges.js";
import { dataTable, type TableColumn, type TableRow } from "../parts/data-table.js";
import { instant } from "../parts/instant.js";
import type { PageContext } from "../page-context.js";

const columns: readonly TableColumn[] = [
  { title: "Tracking ID" },
  { title: "Status" },
  { title: "Amount", look: "number" },
  { title: "Customer" },
  { title: "Provider" },
  { title: "Created" },
];

/** Transactions as a table. */
export function transactionTable(
  page: PageContext,
  rows: readonly NumberedTransaction[],
  { caption, providerNames }: { caption: string; providerNames: ReadonlyMap<string, string> },
): Markup {
  return dataTable({
    caption,
    className: "rows",
    columns,
    rows: rows.map((row) => toRow(page, row, providerNames)),
  });
}

function toRow(
  page: PageContext,
  row: NumberedTransaction,
  providerNames: ReadonlyMap<string, string>,
): TableRow {
  const { transactionId, trackingId, userId, providerId, createdAt, mode } = row;
  const provider =
    providerId === null ? "not chosen" : (providerNames.get(providerId) ?? providerId);
  return {
    key: transactionId,
    hint: `Amount in the API: ${row.amount}`,
    cells: [
      html`<a class="row-link" href="${page.href(`transactions/${transactionId}`)}"
          >${trackingId}</a
        >
        ${page.mode === undefined && mode === "live" ? modeTag(mode) : ""}`,
      stageBadge(row),
      amount(row),
      userId === "" ? html`<span class="none">none</span>` : userId,
      providerId === null ? html`<span class="none">${provider}</span>` : provider,
      instant(createdAt, page.now),
    ],
  };
}
