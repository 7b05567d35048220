import { formatAmount, toPrintable } from "@numipay/core/protocol";
import type { Block } from "../text/block.js";
import { count } from "../text/count.js";
import { styled } from "../text/part.js";
import { blank, paragraph } from "../text/prose.js";
import { createTable } from "../text/table.js";
import type { LedgerDiff } from "./ledger-diff.js";
import type { LedgerEntry } from "./ledger-entry.js";
import type { LedgerFinding } from "./ledger-finding.js";

// Limits the output. --json prints all of them.
const maxUnchecked = 50;

const maxLineLength = 1_000;

/** The discrepancies and what could not be compared, followed by the result in one line. */
export function showDiff(diff: LedgerDiff, entries: readonly LedgerEntry[]): Block[] {
  const { discrepancies, unchecked } = diff;
  const isAgreement = discrepancies.length + unchecked.length === 0;
  return [
    ...(discrepancies.length === 0 ? [] : [toTable(discrepancies, entries), blank]),
    ...(unchecked.length === 0 ? [] : [...listUnchecked(unchecked), blank]),
    ...toRemarks(diff).map((remark) => paragraph(remark)),
    paragraph(styled(isAgreement ? "good" : "bad", toSummary(diff))),
  ];
}

function toTable(discrepancies: readonly LedgerFinding[], entries: readonly LedgerEntry[]): Block {
  const addRows = createTable([
    { head: "Problem" },
    { head: "Tracking id" },
    { head: "Gateway", align: "right" },
    { head: "Ledger", align: "right" },
  ]);
  const currencies = currenciesOf(discrepancies, entries);
  return addRows(
    discrepancies.map(({ kind, tracking_id, expected, found }) => {
      const currency = kind === "wrong-amount" ? currencies.get(tracking_id) : undefined;
      return [
        styled("bad", kind),
        toId(tracking_id),
        toValue(expected, currency),
        toValue(found, currency),
      ];
    }),
  );
}

/** The currencies of entries whose amount is wrong, by tracking id, unless the currency is in doubt too. */
function currenciesOf(
  discrepancies: readonly LedgerFinding[],
  entries: readonly LedgerEntry[],
): ReadonlyMap<string, string> {
  const wrong = new Set(
    discrepancies
      .filter(({ kind }) => kind === "wrong-amount" || kind === "wrong-currency")
      .map(({ kind, tracking_id }) => `${kind} ${tracking_id}`),
  );
  const currencies = new Map<string, string>();
  for (const { row } of entries) {
    const { tracking_id, currency } = row;
    if (!wrong.has(`wrong-amount ${tracking_id}`)) continue;
    const isSame = (currencies.get(tracking_id) ?? currency) === currency;
    if (!isSame || wrong.has(`wrong-currency ${tracking_id}`)) currencies.set(tracking_id, "");
    else currencies.set(tracking_id, currency);
  }
  return currencies;
}

function listUnchecked(unchecked: readonly LedgerFinding[]): Block[] {
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

/**
 * A value for people: an amount with its currency is formatted, a status is unchanged.
 *
 * @param currency the currency of an amount without one. Empty if it is not known
 */
function toValue(value: string | null, currency = ""): string {
  if (value === null) return "-";
  const full = currency === "" ? value : `${value} ${currency}`;
  const [, amount, code] = money.exec(full) ?? [];
  return amount === undefined || code === undefined
    ? toPrintable(value)
    : `${formatAmount(amount, code)} ${code}`;
}

function formatMoneyIn(message: string, found: string | null): string {
  return found !== null && money.test(found) ? message.replace(found, toValue(found)) : message;
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
