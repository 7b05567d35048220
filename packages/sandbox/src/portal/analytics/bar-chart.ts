import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";

/** One bar. Its length is `share` of the full width, 0 to 1. */
export interface ChartBar {
  readonly label: string;
  readonly share: number;
  /** The value as text, next to the label. */
  readonly text: string;
}

/** The content of a bar chart. */
export interface BarChart {
  readonly id: string;
  readonly title: string;
  /** A text alternative for screen readers. */
  readonly description: string;
  readonly look: "good" | "out";
  readonly bars: readonly ChartBar[];
}

const rowHeight = 46;

/** Draws horizontal bars as SVG. Labels are above the bars, because names may be long and phones are narrow. */
export function barChart({ id, title, description, look, bars }: BarChart): Markup {
  if (bars.length === 0) return html`<p class="after">${description}</p>`;
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
