import { markdownTable } from "measure";
import type { SuiteResult } from "./run-suite.js";
import type { Runtime } from "./runtimes.js";

export interface Row {
  /** The name and version of the runtime. */
  runtime: string;
  adapter: string;
  kind: Runtime["kind"];
  result?: SuiteResult;
  /** Why the suite was not run. */
  notRun?: string;
}

/**
 * The results in Markdown: one line per host, one column per runtime. Runtimes other than Node have their own
 * table, because most adapters need Node's server.
 */
export function toTables(rows: readonly Row[]): string {
  const withResult = rows.filter(({ result }) => result !== undefined);
  return ["node", "remote"]
    .map((wanted) => withResult.filter(({ kind }) => kind === wanted))
    .filter((part) => part.length > 0)
    .map(toTable)
    .join("\n\n");
}

function toTable(rows: readonly Row[]): string {
  const runtimes = [...new Set(rows.map(({ runtime }) => runtime))];
  const lines = [...groupByLine(rows).values()].map((line) => [
    line[0]?.adapter ?? "",
    line[0]?.result?.setup ?? "",
    ...runtimes.map((wanted) => toCell(line.find(({ runtime }) => runtime === wanted)?.result)),
  ]);
  return markdownTable(["adapter", "host setup", ...runtimes], lines, 2);
}

function groupByLine(rows: readonly Row[]): Map<string, Row[]> {
  const lines = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.adapter}, ${row.result?.setup}`;
    lines.set(key, [...(lines.get(key) ?? []), row]);
  }
  return lines;
}

function toCell(result: SuiteResult | undefined): string {
  if (result === undefined) return "not run";
  const { passed, failed, excepted } = result;
  const text = excepted.length === 0 ? String(passed) : `${passed} + ${excepted.length}`;
  return failed.length === 0 ? text : `${text}, ${failed.length} failed`;
}

export function toSummary(rows: readonly Row[]): string {
  const results = rows.flatMap(({ result }) => result ?? []);
  const sum = (count: (result: SuiteResult) => number) =>
    results.reduce((total, result) => total + count(result), 0);
  const passed = sum((result) => result.passed);
  const failed = sum((result) => result.failed.length);
  const excepted = sum((result) => result.excepted.length);
  const total = passed + failed + excepted;
  return `${total} cases: ${passed} passed, ${failed} failed, ${excepted} known exceptions.`;
}

export function toNotRun(rows: readonly Row[]): string[] {
  return rows.flatMap(({ runtime, adapter, notRun }) =>
    notRun === undefined ? [] : `Not run: ${runtime}, ${adapter}: ${notRun}`,
  );
}

export function toFailures(rows: readonly Row[]): string[] {
  return rows.flatMap(({ runtime, adapter, result }) => {
    const place = [runtime, adapter, result?.setup].filter((part) => part).join(", ");
    return (result?.failed ?? []).map(({ name, message }) => `${place}: ${name}\n${message}\n`);
  });
}
