import { toPrintable } from "@numipay/core/protocol";
import type { LedgerDiff } from "./ledger-diff.js";

// Notes of other shops' orders can be many; --json has all of them.
const mostUnchecked = 50;

const longestLine = 1_000;

/** The findings, a line each, and below them what was compared. */
export function showDiff(diff: LedgerDiff): string {
  const { from, to, timeZone, discrepancies, unchecked } = diff;
  const hidden = unchecked.length - mostUnchecked;
  return [
    ...[...discrepancies, ...unchecked.slice(0, mostUnchecked)].map(
      ({ kind, message }) => `${kind.padEnd(17)}  ${toPrintable(message, longestLine)}`,
    ),
    ...(hidden > 0 ? [`${"unchecked".padEnd(17)}  and ${hidden} more, listed by --json`] : []),
    ...toRemarks(diff),
    ...(from === null ? [] : [`Days of opening, in ${timeZone}: ${from} to ${to}.`]),
    toSummary(diff),
  ].join("\n");
}

function toRemarks({
  from,
  discrepancies,
  outsideRange,
  unguarded,
  unusedColumns,
}: LedgerDiff): string[] {
  const remarks: string[] = [];
  if (unusedColumns.length > 0) {
    remarks.push(
      `Columns that are not compared: ${toPrintable(unusedColumns.join(", "), longestLine)}.`,
    );
  }
  if (unguarded > 0) {
    remarks.push(`${unguarded} ids were read without the apostrophe that the export adds.`);
  }
  if (outsideRange > 0) {
    remarks.push("The ledger of other days can have their entries too: compare all in one file.");
  }
  if (from !== null && discrepancies.some(({ kind }) => kind === "lost")) {
    remarks.push(
      "A payment opened on these days and booked after them counts as lost:",
      "include the entries after --to in the file.",
    );
  }
  return remarks;
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
    `${toCount(entries, "entry", "entries")}${outside} compared with ` +
    toCount(transactions, "transaction", "transactions");
  const agreement = entries + transactions === 0 ? "nothing to compare" : "they agree";
  return `${about}: ${results.length === 0 ? agreement : results.join(", ")}.`;
}

function toCount(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
