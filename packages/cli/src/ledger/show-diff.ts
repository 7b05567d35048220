import { toPrintable } from "@numipay/core/protocol";
import type { LedgerDiff } from "./ledger-diff.js";

// Limits the output. --json prints all of them.
const maxUnchecked = 50;

const maxLineLength = 1_000;

/** The findings, one per line, followed by what was compared. */
export function showDiff(diff: LedgerDiff): string {
  const { from, to, timeZone, discrepancies, unchecked } = diff;
  const hidden = unchecked.length - maxUnchecked;
  return [
    ...[...discrepancies, ...unchecked.slice(0, maxUnchecked)].map(
      ({ kind, message }) => `${kind.padEnd(17)}  ${toPrintable(message, maxLineLength)}`,
    ),
    ...(hidden > 0
      ? [`${"unchecked".padEnd(17)}  and ${hidden} more, use --json to list them`]
      : []),
    ...toRemarks(diff),
    ...(from === null ? [] : [`Payments opened from ${from} to ${to} (${timeZone}).`]),
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
    remarks.push(`Columns not compared: ${toPrintable(unusedColumns.join(", "), maxLineLength)}.`);
  }
  if (unguarded > 0) {
    remarks.push(`Removed the export's apostrophe from ${unguarded} ids.`);
  }
  if (outsideRange > 0) {
    remarks.push("Entries of other days may also be in another ledger. Compare both in one file.");
  }
  if (from !== null && discrepancies.some(({ kind }) => kind === "lost")) {
    remarks.push(
      "A payment that was opened on these days but is in a later ledger is reported as lost.",
      "Include the entries after --to in the file.",
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
