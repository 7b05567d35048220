import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { Status } from "../../gateway/transaction-record.js";
import type { DailyTotal } from "../../storage/daily-totals.js";
import { toDayText } from "../parts/instant.js";
import { toTitle } from "../parts/to-title.js";
import { chartSection } from "./chart-section.js";
import { columnChart, type ChartSeries } from "./column-chart.js";
import { toTickTexts, toUnits, toUnitText } from "./currency-sums.js";
import { groupByDay, sumOf } from "./summarize-totals.js";

const volumeSeries: readonly ChartSeries[] = [
  { name: "Deposits", look: "good" },
  { name: "Payouts", look: "out" },
];

/** The successful volume in one currency, by the day on which the transaction was opened. */
function volumeChart(
  totals: readonly DailyTotal[],
  { id, days, currency }: { id: string; days: readonly string[]; currency: string },
): Markup {
  const byDay = groupByDay(totals);
  const columns = days.map((day) => ({
    label: toLabel(day),
    values: (["deposit", "withdrawal"] as const).map((type) =>
      toUnits(
        sumOf(byDay.get(day) ?? [], { currency, status: "successful", type }).amountMinor,
        currency,
      ),
    ),
  }));
  const [collected = 0, paidOut = 0] = [0, 1].map((part) =>
    columns.reduce((total, { values }) => total + (values[part] ?? 0), 0),
  );
  const toText = (units: number): string => toUnitText(units, currency);
  const isEmpty = collected + paidOut === 0;
  const title = `Volume by day, ${currency}`;
  return chartSection({
    id,
    key: `volume-${currency}`,
    title,
    note: "Successful transactions by the day they were opened.",
    series: isEmpty ? [] : volumeSeries,
    chart: isEmpty
      ? html`<p class="after">No transaction in ${currency} succeeded in these days.</p>`
      : columnChart({
          id,
          title,
          description: `${days.length} days: ${toText(collected)} ${currency} of deposits and ${toText(paidOut)} ${currency} of payouts succeeded.`,
          series: volumeSeries,
          columns,
          format: toText,
          formatTicks: (ticks) => toTickTexts(ticks, currency),
        }),
    head: ["Day", `Deposits, ${currency}`, `Payouts, ${currency}`],
    rows: columns.map(({ label, values }) => [label, ...values.map(toText)]),
  });
}

/** The charts for more currencies would fill screens. Each one is a click away. */
const maxCharts = 4;

/** One chart for each currency, because currencies cannot be added. */
export function volumeCharts(
  totals: readonly DailyTotal[],
  { days, currencies }: { days: readonly string[]; currencies: readonly string[] },
): Markup {
  const charts = currencies
    .slice(0, maxCharts)
    .map((currency, index) => volumeChart(totals, { id: `volume-${index}`, days, currency }));
  if (charts.length === 1) return html`${charts}`;
  return html`<div class="columns">${charts}</div>
    ${
      currencies.length <= maxCharts
        ? ""
        : html`<p class="quiet after-charts">
            The charts show the ${maxCharts} most frequent of ${currencies.length} currencies.
            Choose another one above.
          </p>`
    }`;
}

/** Statuses that share a series of the chart. */
interface StatusGroup {
  readonly statuses: readonly Status[];
  readonly series: ChartSeries;
}

const documented: readonly StatusGroup[] = [
  { statuses: ["successful"], series: { name: "Successful", look: "good" } },
  { statuses: ["pending"], series: { name: "Pending", look: "wait" } },
  { statuses: ["rejected"], series: { name: "Rejected", look: "bad" } },
  { statuses: ["expired"], series: { name: "Expired", look: "gone" } },
];

/** One more series for the statuses that a contract override adds, or did when the file was written. */
function groupsIn(totals: readonly DailyTotal[]): readonly StatusGroup[] {
  const found = new Set(totals.map(({ status }) => status));
  const added = [...found].filter((one) =>
    documented.every(({ statuses }) => !statuses.includes(one)),
  );
  if (added.length === 0) return documented;
  return [
    ...documented,
    { statuses: added, series: { name: toTitle(added.join(", ")), look: "out" } },
  ];
}

function countOf(totals: readonly DailyTotal[], { statuses }: StatusGroup): number {
  return statuses.reduce((count, status) => count + sumOf(totals, { status }).count, 0);
}

/** The number of transactions opened on each day, by current status. */
export function countChart(
  totals: readonly DailyTotal[],
  { days }: { days: readonly string[] },
): Markup {
  const byDay = groupByDay(totals);
  const groups = groupsIn(totals);
  const columns = days.map((day) => ({
    label: toLabel(day),
    values: groups.map((group) => countOf(byDay.get(day) ?? [], group)),
  }));
  const series = groups.map((group) => group.series);
  const counts = groups.map(
    (group) => `${countOf(totals, group)} ${group.series.name.toLowerCase()}`,
  );
  return chartSection({
    id: "count",
    title: "Transactions by day",
    note: "By the day they were opened, with their current status.",
    series,
    chart: columnChart({
      id: "count",
      title: "Transactions by day",
      description: `${days.length} days: ${counts.join(", ")}.`,
      series,
      columns,
      format: (value) => value.toLocaleString("en-GB"),
    }),
    head: ["Day", ...series.map(({ name }) => name)],
    rows: columns.map(({ label, values }) => [label, ...values.map(String)]),
  });
}

function toLabel(day: string): string {
  return toDayText(Date.parse(day));
}
