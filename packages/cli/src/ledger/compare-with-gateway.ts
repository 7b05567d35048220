import type { Numipay, Transaction } from "@numipay/core";
import { addDays, type Contract } from "@numipay/core/protocol";
import { compareLedger, type Discrepancy, type LedgerRow } from "@numipay/sandbox";
import { fetchStatuses } from "./fetch-statuses.js";
import { checkValues } from "./check-values.js";
import { compareJournal, type JournalDays } from "./compare-journal.js";
import type { Comparison } from "./comparison.js";
import { toFinding, isMoney } from "./to-finding.js";
import type { LedgerEntry } from "./ledger-entry.js";
import { readIds } from "./read-ids.js";
import { splitReadable } from "./split-readable.js";

/** The days to compare, and how many days around them to search for other entries. */
export interface ComparedDays {
  readonly from: string;
  readonly to: string;
  readonly marginDays: number;
}

/** Compares a ledger with the transactions that the gateway lists for a range of days. */
export async function compareWithGateway(
  entries: readonly LedgerEntry[],
  { from, to, marginDays }: ComparedDays,
  gateway: {
    numipay: Numipay;
    contract: Contract;
    signal: AbortSignal;
    /** Also compares the journal, if there is one. */
    journal?: JournalDays["journal"] | undefined;
  },
): Promise<Comparison> {
  const { numipay, contract, signal, journal } = gateway;
  const list = async (first: string, last: string): Promise<Transaction[]> => {
    const found: Transaction[] = [];
    for await (const one of numipay.transactions.iterate({ from: first, to: last }, { signal })) {
      found.push(one);
    }
    return found;
  };
  const { readable: own, unchecked } = splitReadable(await list(from, to));
  let other: Transaction[] = [];
  let reading = readIds(entries, own);
  const isFound = createIsFound(own);
  if (marginDays > 0 && reading.entries.some(({ row }) => !isFound(row))) {
    const before = await list(addDays(from, -marginDays), addDays(from, -1));
    const after = await list(addDays(to, 1), addDays(to, marginDays));
    // A transaction that is listed twice belongs to the range.
    const ids = idsOf(own);
    const { readable } = splitReadable([...before, ...after]);
    other = readable.filter(({ transaction_id }) => !ids.has(transaction_id));
    reading = readIds(entries, [...own, ...other]);
  }
  checkValues(reading.entries, [...own, ...other], contract);
  const rows = reading.entries.map(({ row }) => row);
  const isOwn = createIsListed(own);
  const isOther = createIsListed(other);
  const named = other.filter(createIsNamed(rows.filter((row) => !isFound(row))));
  const unlisted = rows.filter((row) => !isOwn(row) && !isOther(row));
  const found = compareLedger(
    [...own, ...named],
    rows.filter((row) => isOwn(row) || isOther(row)),
    contract,
  );
  return {
    transactions: own.length + unchecked.length,
    outsideRange: rows.filter((row) => !isFound(row) && isOther(row)).length,
    unguarded: reading.unguarded,
    found: [
      ...found,
      ...(await fetchStatuses(unlisted.filter(isMoney), gateway)),
      ...unlisted.filter((row) => !isMoney(row)).map(toUncheckedNote),
      ...unchecked,
      ...(journal === undefined
        ? []
        : await compareJournal({ journal, from, to, timeZone: contract.timeZone }, own, gateway)),
    ],
  };
}

/** True for an entry with a matching transaction, by transaction_id if it has one, else by tracking_id. */
function createIsFound(transactions: readonly Transaction[]): (row: LedgerRow) => boolean {
  const keyOf = (id: string, type: string | undefined): string => JSON.stringify([id, type]);
  const keys = new Set(
    transactions.flatMap(({ tracking_id, transaction_id, transaction_type }) =>
      [tracking_id, transaction_id].flatMap((id) => [keyOf(id, transaction_type), keyOf(id, "")]),
    ),
  );
  return ({ tracking_id, transaction_id, type = "" }) =>
    keys.has(keyOf(transaction_id ?? tracking_id, type));
}

/** True for an entry that shares an id with a transaction. */
function createIsListed(transactions: readonly Transaction[]): (row: LedgerRow) => boolean {
  const trackingIds = new Set(transactions.map(({ tracking_id }) => tracking_id));
  const ids = idsOf(transactions);
  return ({ tracking_id, transaction_id }) =>
    trackingIds.has(tracking_id) || ids.has(transaction_id ?? "");
}

/** True for a transaction with an entry. A transaction of another day without one belongs to another ledger. */
function createIsNamed(rows: readonly LedgerRow[]): (transaction: Transaction) => boolean {
  const trackingIds = new Set(rows.map(({ tracking_id }) => tracking_id));
  const ids = idsOf(rows);
  return ({ tracking_id, transaction_id }) =>
    trackingIds.has(tracking_id) || ids.has(transaction_id);
}

function idsOf(all: readonly Pick<LedgerRow, "transaction_id">[]): Set<string> {
  return new Set(all.flatMap(({ transaction_id }) => transaction_id ?? []));
}

function toUncheckedNote(row: LedgerRow): Discrepancy {
  const text = `has the status ${row.status}, but is not in the listed days`;
  return toFinding(row, { kind: "unchecked", text });
}
