import type { Markup } from "../../cashier/page.js";
import type { Status } from "../../gateway/transaction-record.js";
import type { DailyTotal } from "../../storage/daily-totals.js";
import { toSumText } from "../parts/amount.js";
import { toDayText } from "../parts/instant.js";
import { chartSection } from "./chart-section.js";
import { columnChart, type ChartSeries } from "./column-chart.js";
import { groupByDay, sumOf } from "./summarize-totals.js";

const volumeSeries: readonly ChartSeries[] = [
  { name: "Deposits", look: "good" },
  { name: "Payouts", look: "out" },
];

/** The successful volume, by the day on which the transaction was opened. */
export function volumeChart(
  totals: readonly DailyTotal[],
  { days, currency }: { days: readonly string[]; currency: string },
): Markup {
  const byDay = groupByDay(totals);
  const columns = days.map((day) => ({
    label: toLabel(day),
    values: (["deposit", "withdrawal"] as const).map(
      (type) =>
        sumOf(byDay.get(day) ?? [], { currency, status: "successful", type }).amountMinor / 1000,
    ),
  }));
  const [collected = 0, paidOut = 0] = [0, 1].map((part) =>
    columns.reduce((total, { values }) => total + (values[part] ?? 0), 0),
  );
  return chartSection({
    id: "volume",
    title: `Volume by day, ${currency}`,
    note: "Successful transactions by the day they were opened.",
    series: volumeSeries,
    chart: columnChart({
      id: "volume",
      title: `Volume by day in ${currency}`,
      description: `${days.length} days: ${toText(collected)} ${currency} of deposits and ${toText(paidOut)} ${currency} of payouts succeeded.`,
      series: volumeSeries,
      columns,
      format: (value) => value.toLocaleString("en-GB"),
    }),
    head: ["Day", "Deposits", "Payouts"],
    rows: columns.map(({ label, values }) => [label, ...values.map(toText)]),
  });
}

const known: readonly { status: Status; series: ChartSeries }[] = [
  { status: "successful", series: { name: "Successful", look: "good" } },
  { status: "pending", series: { name: "Pending", look: "wait" } },
  { status: "rejected", series: { name: "Rejected", look: "bad" } },
  { status: "expired", series: { name: "Expired", look: "gone" } },
];

/** Statuses that a contract override adds, or did when the file was written. */
function othersIn(totals: readonly DailyTotal[]): typeof known {
  const found = new Set(totals.map(({ status }) => status));
  return [...found]
    .filter((status) => known.every((one) => one.status !== status))
    .map((status) => ({ status, series: { name: toTitle(status), look: "out" } }));
}

function toTitle(status: string): string {
  return status.charAt(0).toUpperCase() + status.slice(1).replaceAll("_", " ");
}

/** The number of transactions opened on each day, by current status. */
export function countChart(
  totals: readonly DailyTotal[],
  { days }: { days: readonly string[] },
): Markup {
  const byDay = groupByDay(totals);
  const statuses = [...known, ...othersIn(totals)];
  const columns = days.map((day) => ({
    label: toLabel(day),
    values: statuses.map(({ status }) => sumOf(byDay.get(day) ?? [], { status }).count),
  }));
  const series = statuses.map((one) => one.series);
  const counts = statuses.map(
    ({ status, series: { name } }) => `${sumOf(totals, { status }).count} ${name.toLowerCase()}`,
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
      whole: true,
    }),
    head: ["Day", ...series.map(({ name }) => name)],
    rows: columns.map(({ label, values }) => [label, ...values.map(String)]),
  });
}

function toLabel(day: string): string {
  return toDayText(Date.parse(day));
}

function toText(value: number): string {
  return toSumText(value * 1000);
}
