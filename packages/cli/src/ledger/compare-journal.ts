import type { Journal, Numipay, RecordedIntent, Transaction } from "@numipay/core";
import { dayInZone } from "@numipay/core/protocol";
import { fetchStatus } from "./fetch-statuses.js";
import type { LedgerFinding } from "./ledger-finding.js";

/** The journal of the merchant, and the days to compare. */
export interface JournalDays {
  readonly journal: Pick<Journal, "store" | "account"> & Partial<Pick<Journal, "namespace">>;
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
}

// Limits the load on the store and the gateway.
const concurrency = 8;

/**
 * Compares a journal with the transactions of the gateway. A call that is resolved was found at the gateway, or refused by it, so only
 * unresolved ones can be missing there.
 */
export async function compareJournal(
  days: JournalDays,
  transactions: readonly Transaction[],
  gateway: { numipay: Numipay; signal: AbortSignal },
): Promise<LedgerFinding[]> {
  return [
    ...(await findNeverArrived(days, transactions, gateway)),
    ...(await findNeverRequested(days, transactions)),
  ];
}

async function findNeverArrived(
  days: JournalDays,
  transactions: readonly Transaction[],
  { numipay, signal }: { numipay: Numipay; signal: AbortSignal },
): Promise<LedgerFinding[]> {
  const listed = new Set(transactions.map(({ tracking_id }) => tracking_id));
  const missing = (await readUnresolved(days, signal)).filter(
    ({ slot, tracking_id }) => slot === "transaction" && !listed.has(tracking_id),
  );
  return mapBatches(missing, async ({ tracking_id, operation }) => {
    // It may have been opened on another day.
    const status = await fetchStatus(numipay, tracking_id, signal);
    if (status !== undefined) return undefined;
    const text = `was requested (${operation}), and the gateway does not have it`;
    return toFinding("never-arrived", { tracking_id }, text);
  });
}

/** The unresolved calls that were recorded on the days. */
async function readUnresolved(
  { journal: { store, account, namespace = account }, from, to, timeZone }: JournalDays,
  signal: AbortSignal,
): Promise<RecordedIntent[]> {
  const found: RecordedIntent[] = [];
  let after: RecordedIntent | undefined;
  for (;;) {
    signal.throwIfAborted();
    const page = await store.unresolved(namespace, after);
    if (page.length === 0) return found;
    found.push(
      ...page.filter(({ recordedAt }) => {
        const day = dayInZone(new Date(recordedAt), timeZone);
        return from <= day && day <= to;
      }),
    );
    after = page.at(-1);
  }
}

async function findNeverRequested(
  { journal: { store, account, namespace = account } }: JournalDays,
  transactions: readonly Transaction[],
): Promise<LedgerFinding[]> {
  return mapBatches(transactions, async (transaction) => {
    const { tracking_id, amount, currency } = transaction;
    const recorded = await store.read({ account: namespace, slot: "transaction", tracking_id });
    if (recorded !== undefined) return undefined;
    const text = "is a transaction of the gateway that the journal has no call for";
    return toFinding("never-requested", transaction, text, `${amount} ${currency}`);
  });
}

function toFinding(
  kind: LedgerFinding["kind"],
  { tracking_id, transaction_id = null }: { tracking_id: string; transaction_id?: string | null },
  text: string,
  expected: string | null = null,
): LedgerFinding {
  // Quoted if it has surrounding whitespace, which would be invisible.
  const id = tracking_id === tracking_id.trim() ? tracking_id : JSON.stringify(tracking_id);
  return { kind, tracking_id, transaction_id, expected, found: null, message: `${id} ${text}` };
}

async function mapBatches<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result | undefined>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < items.length; at += concurrency) {
    const batch = await Promise.all(items.slice(at, at + concurrency).map(work));
    results.push(...batch.filter((one) => one !== undefined));
  }
  return results;
}
