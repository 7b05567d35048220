import type { ScenarioResult } from "../scenarios/scenario.js";
import type { PayoutScenarioResult } from "../scenarios/payout-scenario.js";

/** Fits the numbers of a full run, which are not known when the first row is printed. */
const numberWidth = 9;

/** A column of numbers: its title, and the text of its cells. */
export type Column<Result> = readonly [title: string, cell: (result: Result) => string];

/** What every row begins with. */
export interface RowLabel {
  name: string;
  familyName: string;
  isControl: boolean;
  mode: { mayLose?: boolean };
}

const toSeconds = ({ seconds }: { seconds: number }): string => seconds.toFixed(1);

/** The columns of the scenarios with webhooks. */
export const changeColumns: readonly Column<ScenarioResult>[] = [
  ["events", ({ events }) => formatNumber(events)],
  ["deliveries", ({ deliveries }) => formatNumber(deliveries)],
  ["faults", ({ faults }) => formatNumber(faults)],
  ["lost", ({ lost }) => formatNumber(lost)],
  ["doubled", ({ doubled }) => formatNumber(doubled)],
  ["regressed", ({ regressed }) => formatNumber(regressed)],
  ["reruns", ({ reruns }) => formatNumber(reruns)],
  [
    "2xx while down",
    ({ whileDown = 0, acknowledgedWhileDown = 0 }) =>
      whileDown > 0 ? `${acknowledgedWhileDown} of ${formatNumber(whileDown)}` : "",
  ],
  ["seconds", toSeconds],
];

/** The columns of the scenarios with payouts. */
export const payoutColumns: readonly Column<PayoutScenarioResult>[] = [
  ["payouts", ({ intents }) => formatNumber(intents)],
  ["POSTs", ({ posts }) => formatNumber(posts)],
  ["faults", ({ faults }) => formatNumber(faults)],
  ["lost", ({ lost }) => formatNumber(lost)],
  ["sent twice", ({ sentTwice }) => formatNumber(sentTwice)],
  ["refunded twice", ({ refundedTwice }) => formatNumber(refundedTwice)],
  ["undecided", ({ undecided }) => formatNumber(undecided)],
  ["seconds", toSeconds],
];

export interface Table<Result> {
  head: string;
  row: (result: Result) => string;
}

/** A Markdown table that is printed row by row and aligned for terminals. */
export function createTable<Result extends RowLabel>(
  scenarios: readonly RowLabel[],
  columns: readonly Column<Result>[],
): Table<Result> {
  const texts = [scenarios.map(toLabel), scenarios.map(({ familyName }) => familyName)];
  const titles = ["mode", "faults injected", ...columns.map(([title]) => title)];
  const widths = titles.map((title, at) =>
    Math.max(title.length, ...(texts[at]?.map(({ length }) => length) ?? [numberWidth])),
  );
  const isText = (at: number) => at < texts.length;
  const pad = (text: string, at: number) => {
    const width = widths[at] ?? 0;
    return isText(at) ? text.padEnd(width) : text.padStart(width);
  };
  const toLine = (cells: readonly string[]) => `| ${cells.map(pad).join(" | ")} |`;
  const rule = widths.map((width, at) =>
    isText(at) ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  return {
    head: `${toLine(titles)}\n${toLine(rule)}`,
    row: (result) =>
      toLine([toLabel(result), result.familyName, ...columns.map(([, cell]) => cell(result))]),
  };
}

/** Negative controls are in round brackets, modes that may lose data in square ones. */
function toLabel({ name, mode, isControl }: RowLabel): string {
  if (isControl) return `(${name})`;
  return mode.mayLose === true ? `[${name}]` : name;
}

export function formatNumber(value: number): string {
  return value.toLocaleString("en");
}
