import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";

/** A column. Its title also labels its cells where rows are stacked. */
export interface TableColumn {
  readonly title: string;
  /** "number" aligns to the right. "buttons" holds buttons, and its title is for screen readers only. */
  readonly look?: "number" | "buttons";
}

/** A row. */
export interface TableRow {
  /** Lets live updates keep the row. */
  readonly key?: string;
  /** One for each column. The first one is the row's header. */
  readonly cells: readonly (Markup | string)[];
  readonly className?: string;
  readonly isCurrent?: boolean;
  /** A tooltip. */
  readonly hint?: string | undefined;
}

/**
 * A table whose rows become stacked blocks where the page is narrow. The roles repeat what the elements mean, because some
 * browsers forget it when a stylesheet changes how they are displayed.
 */
export function dataTable(table: {
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  /** "rows" if the first cell links the whole row. */
  readonly className?: string;
}): Markup {
  const { caption, columns, rows, className = "" } = table;
  return html`<table class="data ${className}" role="table">
    <caption class="unseen">
      ${caption}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${columns.map(headCell)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map((row) => tableRow(row, columns))}
    </tbody>
  </table>`;
}

function headCell({ title, look }: TableColumn): Markup {
  return html`<th scope="col" role="columnheader" class="${look ?? ""}">
    ${look === "buttons" ? html`<span class="unseen">${title}</span>` : title}
  </th>`;
}

function tableRow(row: TableRow, columns: readonly TableColumn[]): Markup {
  const { key, cells, className, isCurrent = false, hint } = row;
  const [head, ...rest] = cells;
  return html`<tr
    role="row"
    ${key === undefined ? "" : html`data-key="${key}"`}
    ${className === undefined ? "" : html`class="${className}"`}
    ${isCurrent ? html`aria-current="true"` : ""}
    ${hint === undefined ? "" : html`title="${hint}"`}
  >
    <th scope="row" role="rowheader" data-label="${columns[0]?.title ?? ""}">${head}</th>
    ${rest.map((cell, index) => bodyCell(cell, columns[index + 1]))}
  </tr>`;
}

function bodyCell(cell: Markup | string, column: TableColumn | undefined): Markup {
  const { title = "", look } = column ?? {};
  return html`<td
    role="cell"
    ${look === undefined ? "" : html`class="${look}"`}
    ${look === "buttons" ? "" : html`data-label="${title}"`}
  >
    ${cell}
  </td>`;
}
