import { InvalidOptionError } from "../protocol/errors.js";
import type { Change, Claim, Inbox, Lease } from "./inbox.js";

/** Options of `memoryInbox`. */
export interface MemoryInboxOptions {
  /** How many transactions are remembered; the longest untouched go first. 100,000 where not given. */
  maxTransactions?: number | undefined;
  /** Milliseconds after which a claim that was neither completed nor released may be taken over. 60,000 where not given. */
  leaseMs?: number | undefined;
  /** The present, in milliseconds, for tests. */
  now?: (() => number) | undefined;
}

interface TransactionRecord {
  /** Content hash of each recorded status. */
  recorded: Map<string, string>;
  /** The last final status recorded. */
  final: string | undefined;
  /** Who applies a change right now. */
  holder: { fence: number; until: number } | undefined;
}

/**
 * An inbox in the memory of one process: for development, tests and the smallest of shops. It forgets everything when the
 * process ends and knows nothing of a second process, so a delivery that is replayed after a restart is applied again.
 *
 * @throws InvalidOptionError
 */
export function memoryInbox(options: MemoryInboxOptions = {}): Inbox {
  const { maxTransactions = 100_000, leaseMs = 60_000, now = Date.now } = options;
  requireCount("maxTransactions", maxTransactions);
  requireCount("leaseMs", leaseMs);
  const records = new Map<string, TransactionRecord>();
  let fence = 0;

  const holds = (record: TransactionRecord | undefined, lease: Lease<undefined>): boolean =>
    record?.holder?.fence === lease.fence;

  // One iterator for good: a new one would first have to step over all that was ever deleted.
  let oldest = records.keys();
  function forgetOldest(): void {
    for (let looked = 0; records.size > maxTransactions && looked <= records.size; looked += 1) {
      const { value: key, done } = oldest.next();
      if (done === true) oldest = records.keys();
      else if (records.get(key)?.holder === undefined) records.delete(key);
    }
  }

  function claim(change: Change): Claim<undefined> {
    const record = records.get(change.transactionKey) ?? {
      recorded: new Map(),
      final: undefined,
      holder: undefined,
    };
    const known = record.recorded.get(change.status);
    if (known !== undefined)
      return { state: known === change.contentHash ? "duplicate" : "conflict" };
    if (record.holder !== undefined && record.holder.until > now()) return { state: "in-progress" };
    if (change.rank === 0 && record.final !== undefined) return { state: "stale" };
    fence += 1;
    record.holder = { fence, until: now() + leaseMs };
    records.set(change.transactionKey, record);
    forgetOldest();
    const contradicts = change.rank === 1 ? record.final : undefined;
    return { state: "new", lease: { fence, contradicts, tx: undefined } };
  }

  return {
    async claim(change) {
      return claim(change);
    },
    async complete(change, lease) {
      const record = records.get(change.transactionKey);
      if (record === undefined || !holds(record, lease)) return false;
      record.recorded.set(change.status, change.contentHash);
      if (change.rank === 1) record.final = change.status;
      record.holder = undefined;
      // Put back at the end: a Map is in order of insertion, so the front is what was untouched longest.
      records.delete(change.transactionKey);
      records.set(change.transactionKey, record);
      return true;
    },
    async release(change, lease) {
      const record = records.get(change.transactionKey);
      if (record === undefined || !holds(record, lease)) return;
      record.holder = undefined;
      if (record.recorded.size === 0) records.delete(change.transactionKey);
    },
  };
}

function requireCount(option: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new InvalidOptionError(option, "must be a whole number of at least 1.");
  }
}
