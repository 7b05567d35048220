import type { Markup } from "../../cashier/page.js";
import type { DailyTotal } from "../../storage/daily-totals.js";
import { toDurationText } from "../parts/instant.js";
import { barChart } from "./bar-chart.js";
import { chartSection } from "./chart-section.js";
import { toPercent } from "./key-figures.js";
import { meanTimeOf, resultsByProvider, type ProviderResult } from "./summarize-totals.js";

type Names = ReadonlyMap<string, string>;

/** The approval rate of each provider. */
export function approvalChart(totals: readonly DailyTotal[], names: Names): Markup {
  const results = resultsByProvider(totals);
  const rate = ({ approved, decided }: ProviderResult): number => approved / decided;
  return chartSection({
    id: "approval",
    title: "Approval rate by provider",
    note: "Successful as a share of successful and rejected. Expired transactions do not count.",
    chart: barChart({
      id: "approval",
      title: "Approval rate by provider",
      description: describe(results, names, (result) => toPercent(rate(result))),
      look: "good",
      bars: results.map((result) => ({
        label: label(result, names),
        share: rate(result),
        text: `${toPercent(rate(result))} of ${result.decided}`,
      })),
    }),
    head: ["Provider", "Approved", "Decided", "Rate"],
    rows: results.map((result) => [
      label(result, names),
      String(result.approved),
      String(result.decided),
      toPercent(rate(result)),
    ]),
  });
}

/** The mean time until a transaction is decided. */
export function timeChart(totals: readonly DailyTotal[], names: Names): Markup {
  const results = resultsByProvider(totals);
  const longest = Math.max(1, ...results.map(meanTimeOf));
  return chartSection({
    id: "time",
    title: "Decision time by provider",
    note: "Mean time from opening to successful or rejected, on the sandbox's clock. Payouts include the wait for your approval.",
    chart: barChart({
      id: "time",
      title: "Decision time by provider",
      description: describe(results, names, (result) => toDurationText(meanTimeOf(result))),
      look: "out",
      bars: results.map((result) => ({
        label: label(result, names),
        share: meanTimeOf(result) / longest,
        text: toDurationText(meanTimeOf(result)),
      })),
    }),
    head: ["Provider", "Decided", "Mean time"],
    rows: results.map((result) => [
      label(result, names),
      String(result.decided),
      toDurationText(meanTimeOf(result)),
    ]),
  });
}

function label({ providerId, type }: ProviderResult, names: Names): string {
  return `${names.get(providerId) ?? providerId}, ${type === "deposit" ? "deposits" : "payouts"}`;
}

function describe(
  results: readonly ProviderResult[],
  names: Names,
  format: (result: ProviderResult) => string,
): string {
  if (results.length === 0) return "No decisions yet.";
  return `${results.map((result) => `${label(result, names)}: ${format(result)}`).join("; ")}.`;
}
