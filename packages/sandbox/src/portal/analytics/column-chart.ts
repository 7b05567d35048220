import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import { chartScale } from "./chart-scale.js";

/** A series of a stacked chart, from the bottom up. `look` is a CSS class. */
export interface ChartSeries {
  readonly name: string;
  readonly look: "good" | "wait" | "bad" | "gone" | "out";
}

/** One column, with a value for each series. */
export interface ChartColumn {
  readonly label: string;
  readonly values: readonly number[];
}

/** The content of a column chart. */
export interface ColumnChart {
  readonly id: string;
  readonly title: string;
  /** A text alternative for screen readers. */
  readonly description: string;
  readonly series: readonly ChartSeries[];
  readonly columns: readonly ChartColumn[];
  readonly format: (value: number) => string;
  /** Formats the labels of the axis. Defaults to `format`. */
  readonly formatTicks?: (ticks: readonly number[]) => readonly string[];
}

const plotTop = 18;
const plotHeight = 170;
/** The space that the stylesheet leaves at the left for the labels of the axis. */
const axisWidth = 48;
const height = plotTop + plotHeight + 24;

/**
 * Draws stacked columns as SVG. Widths are percentages and heights pixels, so that it fits all screens without a script and
 * its text keeps its size.
 */
export function columnChart(chart: ColumnChart): Markup {
  const { id, title, description, columns, format } = chart;
  const scale = chartScale(Math.max(0, ...columns.map(({ values }) => sum(values))));
  const labels = chart.formatTicks?.(scale.ticks) ?? scale.ticks.map(format);
  const y = (value: number): number => plotTop + plotHeight * (1 - value / scale.top);
  return html`<svg
    class="chart with-axis"
    width="100%"
    height="${height}"
    role="img"
    aria-labelledby="${id}-title ${id}-text"
  >
    <title id="${id}-title">${title}</title>
    <desc id="${id}-text">${description}</desc>
    ${scale.ticks.map(
      (tick) =>
        html`<line
          class="${tick === 0 ? "base" : "grid"}"
          x1="0"
          x2="100%"
          y1="${round(y(tick))}"
          y2="${round(y(tick))}"
        />`,
    )}
    ${columns.map((column, index) => drawColumn(chart, { column, index, y }))}
    ${scale.ticks
      .slice(1)
      .map(
        (tick, index) =>
          html`<text class="tick" x="${-axisWidth}" y="${round(y(tick) + 4)}"
            >${labels[index + 1]}</text
          >`,
      )}
  </svg>`;
}

function drawColumn(
  { columns, series, format }: ColumnChart,
  { column, index, y }: { column: ChartColumn; index: number; y: (value: number) => number },
): Markup {
  const slot = 100 / columns.length;
  const width = slot * 0.68;
  const left = index * slot + (slot - width) / 2;
  let below = 0;
  const bars = series.map(({ look }, part) => {
    const from = below;
    below += column.values[part] ?? 0;
    const size = y(from) - y(below);
    if (size <= 0) return "";
    return html`<rect
      class="${look}"
      x="${round(left)}%"
      width="${round(width)}%"
      y="${round(y(below))}"
      height="${round(size)}"
    />`;
  });
  const values = series.map(({ name }, part) => `${name} ${format(column.values[part] ?? 0)}`);
  return html`<g class="column">
    <title>${column.label}: ${values.join(", ")}</title>
    <rect
      class="slot"
      x="${round(index * slot)}%"
      width="${round(slot)}%"
      y="${plotTop}"
      height="${plotHeight}"
    />
    ${bars} ${dayLabel(columns.length, column.label, index)}
  </g>`;
}

/** Labels at most ten columns, fewer where the chart is narrow. */
function dayLabel(count: number, label: string, index: number): Markup | string {
  const every = Math.ceil(count / 10);
  if (index % every !== 0) return "";
  const slot = 100 / count;
  const place = (index / every) % 4;
  const width = place === 0 ? "" : place === 2 ? "if-medium" : "if-wide";
  return html`<text
    class="tick middle ${width}"
    x="${round((index + 0.5) * slot)}%"
    y="${height - 6}"
  >
    ${label}
  </text>`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Two decimals are finer than any screen, and keep the page small. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
