import { type Contract, loadContract, type Transaction } from "@numipay/core/protocol";
import { assignRows, createCandidates, isSameMoney } from "./assign-rows.js";
import { compareEntry, compareNote } from "./compare-entry.js";
import { type Discrepancy, moneyOf, toDiscrepancy } from "./discrepancy.js";
import { checkRows, isMoney, type LedgerRow } from "./ledger-row.js";

/**
 * Compares a merchant's ledger with the gateway's transactions. Returns the discrepancies in the order of the transactions,
 * then those of rows without one. Returns [] if everything was compared and agrees. Throws a TypeError that names the line
 * and the field for an invalid row.
 *
 * @param contract defines the statuses. Defaults to the documented ones
 */
export function compareLedger(
  transactions: readonly Transaction[],
  rows: readonly LedgerRow[],
  { statuses }: Pick<Contract, "statuses"> = loadContract(undefined),
): Discrepancy[] {
  checkRows(rows, transactions, [...statuses.keys()]);
  const candidatesOf = createCandidates(transactions);
  const { booked, phantoms } = assignRows(rows.filter(isMoney), candidatesOf);
  const losses = new Set<Transaction>();
  const found = transactions.flatMap((transaction) => {
    const lines = booked.get(transaction) ?? [];
    if (transaction.status === "successful" && lines.length === 0) losses.add(transaction);
    return compareTransaction(transaction, lines, statuses);
  });
  const notes = rows.filter((row) => !isMoney(row));
  return [
    ...found,
    ...phantoms.map(toPhantom),
    // A lost transaction is reported once, and not again for each row without money.
    ...notes.flatMap((row) => {
      const candidates = candidatesOf(row);
      return candidates.length > 0 && candidates.every((one) => losses.has(one))
        ? []
        : compareNote(row, candidates);
    }),
  ];
}

function compareTransaction(
  transaction: Transaction,
  rows: readonly LedgerRow[],
  statuses: Contract["statuses"],
): Discrepancy[] {
  const { status } = transaction;
  if (status === "successful") {
    return rows.length === 0 ? [toLost(transaction)] : compareBooked(transaction, rows);
  }
  if (statuses.get(status) === undefined) {
    return [toUnchecked(transaction), ...compareBooked(transaction, rows)];
  }
  return rows.map((row) =>
    toDiscrepancy(transaction, {
      kind: "paid-but-failed",
      expected: status,
      found: moneyOf(row),
      text: `is booked with ${moneyOf(row)}, but is ${status} at the gateway`,
    }),
  );
}

function compareBooked(transaction: Transaction, rows: readonly LedgerRow[]): Discrepancy[] {
  // The matching row counts, and every other one is a duplicate. Selected by index, because a ledger may contain the same
  // object twice.
  const right = Math.max(
    0,
    rows.findIndex((row) => isSameMoney(transaction, row)),
  );
  const extra = rows.filter((_, place) => place !== right);
  return [
    ...rows.slice(right, right + 1).flatMap((row) => compareEntry(transaction, row)),
    ...extra.map((row) =>
      toDiscrepancy(transaction, {
        kind: "doubled",
        expected: "booked once",
        found: `booked ${rows.length} times`,
        text: `happened once, and is booked ${rows.length} times: ${moneyOf(row)} too much`,
      }),
    ),
  ];
}

function toLost(transaction: Transaction): Discrepancy {
  const sum = moneyOf(transaction);
  return toDiscrepancy(transaction, {
    kind: "lost",
    expected: sum,
    found: null,
    text: `is ${sum} at the gateway, and not in the ledger`,
  });
}

function toUnchecked(transaction: Transaction): Discrepancy {
  const { status } = transaction;
  return toDiscrepancy(transaction, {
    kind: "unchecked",
    expected: status,
    found: null,
    text: `is ${status} at the gateway, and whether that status moves money is not documented`,
  });
}

function toPhantom(row: LedgerRow): Discrepancy {
  const found = moneyOf(row);
  return toDiscrepancy(row, {
    kind: "phantom",
    expected: null,
    found,
    text: `is booked with ${found}, and the gateway has no such ${row.type ?? "transaction"}`,
  });
}
