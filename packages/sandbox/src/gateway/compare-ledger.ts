import { type Contract, loadContract, type Transaction } from "@numipay/core/protocol";
import { assignRows, createCandidates, isSameMoney } from "./assign-rows.js";
import { compareEntry, compareNote } from "./compare-entry.js";
import { type Discrepancy, moneyOf, toDiscrepancy } from "./discrepancy.js";
import { checkRows, isMoney, type LedgerRow } from "./ledger-row.js";

/**
 * Compares a merchant's ledger with the gateway's transactions, and returns each discrepancy: in the order of the
 * transactions, then what only the ledger has. Empty when every line and every transaction was compared and they agree.
 * Throws a TypeError that names the line and the field when a line of the ledger cannot be read.
 *
 * @param contract knows the statuses. Defaults to the documented ones
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
    return judge(transaction, lines, statuses);
  });
  const notes = rows.filter((row) => !isMoney(row));
  return [
    ...found,
    ...phantoms.map(toPhantom),
    // A transaction that is lost is reported as that, and not for each note as well.
    ...notes.flatMap((row) => {
      const candidates = candidatesOf(row);
      return candidates.length > 0 && candidates.every((one) => losses.has(one))
        ? []
        : compareNote(row, candidates);
    }),
  ];
}

function judge(
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
      says: `is booked with ${moneyOf(row)}, but is ${status} at the gateway`,
    }),
  );
}

function compareBooked(transaction: Transaction, rows: readonly LedgerRow[]): Discrepancy[] {
  // The line that is right is the one that counts; every other line is one too many.
  // By its place, because a ledger may hold the very same object twice.
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
        says: `happened once, and is booked ${rows.length} times: ${moneyOf(row)} too much`,
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
    says: `brought ${sum} at the gateway, and is not in the ledger`,
  });
}

function toUnchecked(transaction: Transaction): Discrepancy {
  const { status } = transaction;
  return toDiscrepancy(transaction, {
    kind: "unchecked",
    expected: status,
    found: null,
    says: `is ${status} at the gateway: whether that status moves money is not documented`,
  });
}

function toPhantom(row: LedgerRow): Discrepancy {
  const found = moneyOf(row);
  return toDiscrepancy(row, {
    kind: "phantom",
    expected: null,
    found,
    says: `is booked with ${found}, and the gateway knows no such ${row.type ?? "transaction"}`,
  });
}
