import { showLine } from "../show-text.js";
import type { LedgerDiff } from "./run-ledger-diff.js";

/** The findings, a line each, and below them what was compared. */
export function showDiff(diff: LedgerDiff): string {
  const { from, to, discrepancies, unchecked, unguarded, unusedColumns } = diff;
  const findings = [...discrepancies, ...unchecked].map(({ kind, message }) =>
    showLine(`${kind.padEnd(17)}  ${message}`),
  );
  const isLost = discrepancies.some(({ kind }) => kind === "lost");
  return [
    ...findings,
    ...(unusedColumns.length === 0
      ? []
      : [showLine(`Columns that are not compared: ${unusedColumns.join(", ")}.`)]),
    ...(unguarded === 0
      ? []
      : [`The apostrophe before a formula's sign was left out of the ids of ${unguarded}.`]),
    ...(from === null ? [] : [`Days of opening, in UTC: ${from} to ${to}.`]),
    ...(isLost && from !== null
      ? ["A payment opened on these days and paid later is lost here, unless the file", "goes on."]
      : []),
    toSummary(diff),
  ].join("\n");
}

function toSummary({
  entries,
  transactions,
  outsideRange,
  discrepancies,
  unchecked,
}: LedgerDiff): string {
  const counts = new Map<string, number>();
  for (const { kind } of discrepancies) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const results = [...counts].map(([kind, count]) => `${count} ${kind}`);
  if (unchecked.length > 0) results.push(`${unchecked.length} not compared`);
  const outside = outsideRange === 0 ? "" : ` (${outsideRange} opened on other days)`;
  const about =
    `${count(entries, "entry", "entries")}${outside} compared with ` +
    count(transactions, "transaction", "transactions");
  const agreement = entries + transactions === 0 ? "nothing to compare" : "they agree";
  return `${about}: ${results.length === 0 ? agreement : results.join(", ")}.`;
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
