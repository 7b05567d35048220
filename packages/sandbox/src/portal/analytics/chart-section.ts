import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { ChartSeries } from "./column-chart.js";

/** A section with a chart, its heading and legend, and the same data as a table. */
export function chartSection(section: {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  readonly series?: readonly ChartSeries[];
  readonly chart: Markup;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}): Markup {
  const { id, title, note, series = [], chart, head, rows } = section;
  return html`<section class="sheet padded" aria-labelledby="${id}-heading">
    <h2 id="${id}-heading">${title}</h2>
    <p class="quiet">${note}</p>
    ${
      series.length === 0
        ? ""
        : html`<ul class="legend">
            ${series.map(({ name, look }) => html`<li class="${look}">${name}</li>`)}
          </ul>`
    }
    ${chart}
    <details class="behind">
      <summary>Show as table</summary>
      <div class="scroll" tabindex="0" role="region" aria-label="${title}, as a table">
        <table>
          <thead>
            <tr>
              ${head.map((name, index) => html`<th scope="col" class="${index === 0 ? "" : "number"}">${name}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              ([name, ...values]) =>
                html`<tr>
                  <th scope="row">${name}</th>
                  ${values.map((value) => html`<td class="number">${value}</td>`)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>
  </section>`;
}
