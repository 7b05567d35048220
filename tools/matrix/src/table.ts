import { markdownTable } from "measure";
import type { SuiteResult } from "./run-suite.js";

export interface Row {
  /** The name and version of the runtime. */
  runtime: string;
  adapter: string;
  /** Where it is listed: the conformance suite on Node, the suite on another runtime, or the runtime tests of an app. */
  kind: "node" | "remote" | "app";
  result?: SuiteResult;
  /** Why the suite was not run. */
  notRun?: string;
}

/**
 * The results of the conformance suite in Markdown: one line per host, one column per runtime. Runtimes other than Node have
 * their own table, because most adapters need Node's server.
 */
export function toTables(rows: readonly Row[]): string {
  const head = ["adapter", "host setup"];
  return ["node", "remote"]
    .map((wanted) => withResult(rows).filter(({ kind }) => kind === wanted))
    .filter((part) => part.length > 0)
    .map((part) => toTable(head, part))
    .join("\n\n");
}

/** The results of the runtime tests in Markdown: one table for the apps that run on the same runtimes. */
export function toAppTables(rows: readonly Row[]): string {
  const appRows = withResult(rows).filter(({ kind }) => kind === "app");
  const runtimesOf = (wanted: string): string =>
    JSON.stringify(
      toUnique(appRows.filter(({ adapter }) => adapter === wanted).map(({ runtime }) => runtime)),
    );
  return toUnique(appRows.map(({ adapter }) => runtimesOf(adapter)))
    .map((runtimes) => appRows.filter(({ adapter }) => runtimesOf(adapter) === runtimes))
    .map((part) => toTable(["runtime test", "setup"], part))
    .join("\n\n");
}

function withResult(rows: readonly Row[]): Row[] {
  return rows.filter(({ result }) => result !== undefined);
}

function toUnique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

function toTable(head: readonly string[], rows: readonly Row[]): string {
  const runtimes = toUnique(rows.map(({ runtime }) => runtime));
  const lines = [...groupByLine(rows).values()].map((line) => [
    line[0]?.adapter ?? "",
    line[0]?.result?.setup ?? "",
    ...runtimes.map((wanted) => toCell(line.find(({ runtime }) => runtime === wanted)?.result)),
  ]);
  return markdownTable([...head, ...runtimes], lines, 2);
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
