import type { Scenario, ScenarioResult } from "../scenarios/scenario.js";

const columns = [
  "events",
  "deliveries",
  "faults",
  "lost",
  "doubled",
  "regressed",
  "reruns",
] as const;
const titles = ["mode", "faults injected", ...columns, "2xx while down", "seconds"];
/** Fits the numbers of a full run, which are not known when the first row is printed. */
const numberWidth = 9;

export interface Table {
  head: string;
  row: (result: ScenarioResult) => string;
}

/** A Markdown table that is printed row by row and aligned for terminals. */
export function createTable(scenarios: readonly Scenario[]): Table {
  const texts = [scenarios.map(toLabel), scenarios.map(({ familyName }) => familyName)];
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
    row: (result) => toLine(toCells(result)),
  };
}

function toCells(result: ScenarioResult): string[] {
  const { whileDown = 0, acknowledgedWhileDown = 0 } = result;
  return [
    toLabel(result),
    result.familyName,
    ...columns.map((column) => formatNumber(result[column])),
    whileDown > 0 ? `${acknowledgedWhileDown} of ${formatNumber(whileDown)}` : "",
    result.seconds.toFixed(1),
  ];
}

/** Negative controls are in round brackets, modes that may lose data in square ones. */
function toLabel({ name, mode, isControl }: Scenario): string {
  if (isControl) return `(${name})`;
  return mode.mayLose === true ? `[${name}]` : name;
}

export function formatNumber(value: number): string {
  return value.toLocaleString("en");
}
