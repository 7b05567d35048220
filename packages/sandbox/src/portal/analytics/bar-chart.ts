import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";

/** One bar: its length is `share` of the whole width, 0 to 1. */
export interface ChartBar {
  readonly label: string;
  readonly share: number;
  /** The value in words, behind the label. */
  readonly text: string;
}

/** What a bar chart shows. */
export interface BarChart {
  readonly id: string;
  readonly title: string;
  /** What a person who does not see the chart should know of it. */
  readonly description: string;
  readonly look: "good" | "out";
  readonly bars: readonly ChartBar[];
}

const rowHeight = 46;

/** Draws lying bars as SVG, each with its label above: names may be long, and a phone is narrow. */
export function barChart({ id, title, description, look, bars }: BarChart): Markup {
  return html`<svg
    class="chart"
    width="100%"
    height="${bars.length * rowHeight}"
    role="img"
    aria-labelledby="${id}-title ${id}-text"
  >
    <title id="${id}-title">${title}</title>
    <desc id="${id}-text">${description}</desc>
    ${bars.map((bar, index) => {
      const top = index * rowHeight;
      const length = Math.round(Math.min(1, Math.max(0, bar.share)) * 10_000) / 100;
      return html`<g>
        <text class="name" x="0" y="${top + 14}">${bar.label}</text>
        <text class="value" x="100%" y="${top + 14}">${bar.text}</text>
        <rect class="track" x="0" y="${top + 21}" width="100%" height="12" rx="3" />
        ${length === 0 ? "" : html`<rect class="${look}" x="0" y="${top + 21}" width="${length}%" height="12" rx="3" />`}
      </g>`;
    })}
  </svg>`;
}
