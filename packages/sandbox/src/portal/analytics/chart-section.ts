import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import { dataTable } from "../parts/data-table.js";
import type { ChartSeries } from "./column-chart.js";

/** A section with a chart, its heading and legend, and the same data as a table. */
export function chartSection(section: {
  readonly id: string;
  /** Identifies the section for live updates. Defaults to the id. */
  readonly key?: string;
  readonly title: string;
  readonly note: string;
  readonly series?: readonly ChartSeries[];
  readonly chart: Markup;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}): Markup {
  const { id, key = id, title, note, series = [], chart, head, rows } = section;
  return html`<section class="sheet padded" data-key="${key}" aria-labelledby="${id}-heading">
    <h2 id="${id}-heading">${title}</h2>
    <p class="quiet">${note}</p>
    ${
      series.length === 0
        ? ""
        : html`<ul class="legend">
            ${series.map(({ name, look }) => html`<li>${swatch(look)}${name}</li>`)}
          </ul>`
    }
    ${chart} ${rows.length === 0 ? "" : tableBehind(title, head, rows)}
  </section>`;
}

function tableBehind(
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): Markup {
  return html`<details class="behind">
    <summary>Show as table</summary>
    <div class="scroll" tabindex="0" role="region" aria-label="${title}, as a table">
      ${dataTable({
        caption: title,
        columns: head.map((name, index) => ({
          title: name,
          ...(index === 0 ? {} : { look: "number" as const }),
        })),
        rows: rows.map((cells) => ({ cells })),
      })}
    </div>
  </details>`;
}

/** An SVG, because backgrounds vanish on paper and in forced colors. */
function swatch(look: ChartSeries["look"]): Markup {
  return html`<svg class="swatch" width="13" height="13" aria-hidden="true">
    <rect class="${look}" x="0.5" y="0.5" width="12" height="12" rx="3" />
  </svg>`;
}
