import type { Transaction } from "@numipay/core/protocol";
import { compareDecimals, isDecimal } from "./decimal.js";

/** One line of a merchant's books. */
export interface LedgerRow {
  readonly tracking_id: string;
  /** The gateway's id, where the books hold it: it names the transaction more surely than the tracking id. */
  readonly transaction_id?: string | undefined;
  /** `deposit` or `withdrawal`, where the books hold it. */
  readonly type?: string | undefined;
  /** A decimal number as text; "5" equals "5.00". */
  readonly amount: string;
  readonly currency: string;
  /** Left out, or `successful`: booked as money. A line of any other status is a note, and counts for nothing. */
  readonly status?: string | undefined;
}

/**
 * What is wrong with the books:
 *
 * - lost: successful at the gateway, and not in the books
 * - doubled: booked once more than it happened
 * - wrong-amount, wrong-currency: booked, but not as what it was
 * - paid-but-failed: booked as money, but rejected, expired or still pending at the gateway
 * - phantom: booked, and the gateway knows nothing of it
 */
export type DiscrepancyKind =
  | "lost"
  | "doubled"
  | "wrong-amount"
  | "wrong-currency"
  | "paid-but-failed"
  | "phantom";

/** One thing that is wrong. */
export interface Discrepancy {
  readonly kind: DiscrepancyKind;
  readonly tracking_id: string;
  /** Null: neither the gateway nor the books hold one. */
  readonly transaction_id: string | null;
  /** What the gateway says; null: nothing. */
  readonly expected: string | null;
  /** What the books say; null: nothing. */
  readonly found: string | null;
  /** The same as a sentence for a person. */
  readonly message: string;
}

/**
 * Holds a merchant's books against what the gateway knows, and names each discrepancy: in the order of the gateway's
 * transactions, then what only the books hold. Pure. Throws a TypeError that names the line and the field if a line
 * of the books cannot be read.
 */
export function compareLedger(
  transactions: readonly Transaction[],
  rows: readonly LedgerRow[],
): Discrepancy[] {
  rows.forEach(mustBeRow);
  const money = rows.filter(({ status }) => status === undefined || status === "successful");
  const { booked, phantoms } = assign(transactions, money);
  return [
    ...transactions.flatMap((transaction) => judge(transaction, booked.get(transaction) ?? [])),
    ...phantoms.map(toPhantom),
  ];
}

/** Finds the transaction of each line. Lines of one id that several transactions bear are dealt out among them. */
function assign(
  transactions: readonly Transaction[],
  rows: readonly LedgerRow[],
): { booked: Map<Transaction, LedgerRow[]>; phantoms: LedgerRow[] } {
  const byId = new Map(transactions.map((one) => [one.transaction_id, one]));
  // A tracking id is used once among tests and once among live transactions.
  const byTrackingId = new Map<string, Transaction[]>();
  for (const one of transactions) {
    const known = byTrackingId.get(one.tracking_id);
    if (known === undefined) byTrackingId.set(one.tracking_id, [one]);
    else known.push(one);
  }
  const booked = new Map<Transaction, LedgerRow[]>();
  const phantoms: LedgerRow[] = [];
  for (const row of rows) {
    const named = row.transaction_id === undefined ? undefined : byId.get(row.transaction_id);
    const candidates =
      row.transaction_id === undefined
        ? (byTrackingId.get(row.tracking_id) ?? [])
        : named === undefined
          ? []
          : [named];
    const fitting = candidates.filter(
      (one) => row.type === undefined || one.transaction_type === row.type,
    );
    const transaction = mostFitting(fitting, row, booked);
    if (transaction === undefined) phantoms.push(row);
    else {
      const lines = booked.get(transaction);
      if (lines === undefined) booked.set(transaction, [row]);
      else lines.push(row);
    }
  }
  return { booked, phantoms };
}

/** Of several transactions under one tracking id, the one that a line says most nearly, and that has none yet. */
function mostFitting(
  candidates: readonly Transaction[],
  row: LedgerRow,
  booked: ReadonlyMap<Transaction, readonly LedgerRow[]>,
): Transaction | undefined {
  const isFree = (one: Transaction): boolean => !booked.has(one);
  return (
    candidates.find((one) => isFree(one) && one.status === "successful" && isSame(one, row)) ??
    candidates.find((one) => isFree(one) && one.status === "successful") ??
    // Rather booked twice than booked for one that failed.
    candidates.find((one) => one.status === "successful" && isSame(one, row)) ??
    candidates.find(isFree) ??
    candidates[0]
  );
}

function judge(transaction: Transaction, rows: readonly LedgerRow[]): Discrepancy[] {
  const finding = toFinding(transaction);
  const { status } = transaction;
  const sum = moneyOf(transaction);
  if (status !== "successful") {
    return rows.map((row) =>
      finding({
        kind: "paid-but-failed",
        expected: status,
        found: moneyOf(row),
        says: `is booked with ${moneyOf(row)}, but is ${status} at the gateway`,
      }),
    );
  }
  if (rows.length === 0) {
    return [
      finding({
        kind: "lost",
        expected: sum,
        found: null,
        says: `brought ${sum} at the gateway, and is not in the books`,
      }),
    ];
  }
  // The line that is right is the one that counts; whatever stands beside it is one too many.
  // By its place, because books may hold the very same object twice.
  const right = Math.max(
    0,
    rows.findIndex((row) => isSame(transaction, row)),
  );
  const extra = rows.filter((_, place) => place !== right);
  return [
    ...rows.slice(right, right + 1).flatMap((row) => compareMoney(transaction, row)),
    ...extra.map((row) =>
      finding({
        kind: "doubled",
        expected: "booked once",
        found: `booked ${rows.length} times`,
        says: `happened once, and is booked ${rows.length} times: ${moneyOf(row)} too much`,
      }),
    ),
  ];
}

function compareMoney(transaction: Transaction, row: LedgerRow): Discrepancy[] {
  const finding = toFinding(transaction);
  const found: Discrepancy[] = [];
  const { amount, currency } = transaction;
  if (currency !== row.currency) {
    const says = `is in ${currency} at the gateway, and booked in ${row.currency}`;
    found.push(finding({ kind: "wrong-currency", expected: currency, found: row.currency, says }));
  }
  if (compareDecimals(amount, row.amount) !== 0) {
    const says = `is ${amount} at the gateway, and booked as ${row.amount}`;
    found.push(finding({ kind: "wrong-amount", expected: amount, found: row.amount, says }));
  }
  return found;
}

function toPhantom(row: LedgerRow): Discrepancy {
  const found = moneyOf(row);
  return {
    kind: "phantom",
    tracking_id: row.tracking_id,
    transaction_id: row.transaction_id ?? null,
    expected: null,
    found,
    message: `${row.tracking_id} is booked with ${found}, and the gateway knows no such ${row.type ?? "transaction"}`,
  };
}

function toFinding({ tracking_id, transaction_id }: Transaction) {
  return (
    what: Pick<Discrepancy, "kind" | "expected" | "found"> & { says: string },
  ): Discrepancy => ({
    kind: what.kind,
    tracking_id,
    transaction_id,
    expected: what.expected,
    found: what.found,
    message: `${tracking_id} ${what.says}`,
  });
}

function isSame(transaction: Transaction, row: LedgerRow): boolean {
  return (
    transaction.currency === row.currency && compareDecimals(transaction.amount, row.amount) === 0
  );
}

function moneyOf({ amount, currency }: Pick<LedgerRow, "amount" | "currency">): string {
  return `${amount} ${currency}`;
}

function mustBeRow(row: LedgerRow, index: number): void {
  const line = `Line ${index + 1} of the books`;
  if (typeof row.tracking_id !== "string" || row.tracking_id === "") {
    throw new TypeError(`${line}: tracking_id must be a text that is not empty`);
  }
  if (typeof row.amount !== "string" || !isDecimal(row.amount)) {
    throw new TypeError(`${line}: amount must be a decimal number as text, such as "200.00"`);
  }
  if (typeof row.currency !== "string" || row.currency === "") {
    throw new TypeError(`${line}: currency must be a text such as "EUR"`);
  }
}
