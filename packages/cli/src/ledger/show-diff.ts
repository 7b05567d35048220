import { formatAmount, toPrintable } from "@numipay/core/protocol";
import type { Discrepancy } from "@numipay/sandbox";
import type { Block } from "../text/block.js";
import { count } from "../text/count.js";
import { styled } from "../text/part.js";
import { blank, paragraph } from "../text/prose.js";
import { createTable } from "../text/table.js";
import type { LedgerDiff } from "./ledger-diff.js";

// Limits the output. --json prints all of them.
const maxUnchecked = 50;

const maxLineLength = 1_000;

/**
 * The discrepancies and what could not be compared, followed by the result in one line.
 *
 * @param currencyOf the currency of an entry in the ledger, by its tracking id
 */
export function showDiff(
  diff: LedgerDiff,
  currencyOf: (trackingId: string) => string | undefined,
): Block[] {
  const { discrepancies, unchecked } = diff;
  const isAgreement = discrepancies.length + unchecked.length === 0;
  return [
    ...(discrepancies.length === 0 ? [] : [toTable(discrepancies, currencyOf), blank]),
    ...(unchecked.length === 0 ? [] : [...listUnchecked(unchecked), blank]),
    ...toRemarks(diff).map((remark) => paragraph(remark)),
    paragraph(styled(isAgreement ? "good" : "bad", toSummary(diff))),
  ];
}

function toTable(
  discrepancies: readonly Discrepancy[],
  currencyOf: (trackingId: string) => string | undefined,
): Block {
  const addRows = createTable([
    { head: "Problem" },
    { head: "Tracking id" },
    { head: "Gateway", align: "right" },
    { head: "Ledger", align: "right" },
  ]);
  return addRows(
    discrepancies.map(({ kind, tracking_id, expected, found }) => {
      const currency = kind === "wrong-amount" ? currencyOf(tracking_id) : undefined;
      return [
        styled("bad", kind),
        toId(tracking_id),
        toValue(expected, currency),
        toValue(found, currency),
      ];
    }),
  );
}

function listUnchecked(unchecked: readonly Discrepancy[]): Block[] {
  const hidden = unchecked.length - maxUnchecked;
  return [
    paragraph(styled("caution", "Not compared:")),
    ...unchecked.slice(0, maxUnchecked).map(({ message, found }) =>
      paragraph(`- ${toPrintable(formatMoneyIn(message, found), maxLineLength)}`, {
        indent: 2,
        hanging: 4,
      }),
    ),
    ...(hidden > 0
      ? [paragraph(`- and ${hidden} more, use --json to list them`, { indent: 2, hanging: 4 })]
      : []),
  ];
}

const money = /^(\d+(?:\.\d+)?) ([A-Z][A-Z0-9]{1,11})$/;

/** An amount with its currency as people read it. Any other value, such as a status, is unchanged. */
function toValue(value: string | null, currency: string | undefined): string {
  if (value === null) return "-";
  const [, amount, code] = money.exec(value) ?? [];
  if (amount !== undefined && code !== undefined) return `${formatAmount(amount, code)} ${code}`;
  return toPrintable(currency === undefined ? value : formatAmount(value, currency));
}

function formatMoneyIn(message: string, found: string | null): string {
  return found !== null && money.test(found)
    ? message.replace(found, toValue(found, undefined))
    : message;
}

/** Quoted if it has surrounding whitespace, which would be invisible. */
function toId(id: string): string {
  return toPrintable(id === id.trim() ? id : JSON.stringify(id), maxLineLength);
}

function toRemarks({
  from,
  to,
  timeZone,
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
    remarks.push(`Removed the export's apostrophe from ${count(unguarded, "id")}.`);
  }
  if (outsideRange > 0) {
    remarks.push("Entries of other days may also be in another ledger. Compare both in one file.");
  }
  if (from !== null && discrepancies.some(({ kind }) => kind === "lost")) {
    remarks.push(
      "A payment that was opened on these days but is in a later ledger is reported as lost. Include the entries after --to " +
        "in the file.",
    );
  }
  if (from !== null) remarks.push(`Payments opened from ${from} to ${to} (${timeZone}).`);
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
  const results = [...counts].map(([kind, number]) => `${number} ${kind}`);
  if (unchecked.length > 0) results.push(`${unchecked.length} not compared`);
  const outside = outsideRange === 0 ? "" : ` (${outsideRange} opened on other days)`;
  const about =
    `${count(entries, "entry", "entries")}${outside} compared with ` +
    count(transactions, "transaction");
  const agreement = entries + transactions === 0 ? "nothing to compare" : "they agree";
  return `${about}: ${results.length === 0 ? agreement : results.join(", ")}.`;
}
