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

/** A change that was applied, linked to the one before it: there are one or two, so a Map for them would be waste. */
interface Recorded {
  change: Change;
  before: Recorded | undefined;
}

interface TransactionRecord {
  last: Recorded | undefined;
  /** The last final status recorded. */
  final: string | undefined;
  /** The fence of who applies a change right now, and until when; 0 when nobody does. */
  heldBy: number;
  heldUntil: number;
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
  const marks = new Map<string, string>();
  let fence = 0;

  const holds = (record: TransactionRecord | undefined, lease: Lease<undefined>): boolean =>
    record?.heldBy === lease.fence;

  // One iterator for good: a new one would first have to step over all that was ever deleted.
  let oldest = records.keys();
  function forgetOldest(): void {
    for (let looked = 0; records.size > maxTransactions && looked <= records.size; looked += 1) {
      const { value: key, done } = oldest.next();
      if (done === true) oldest = records.keys();
      else if (records.get(key)?.heldBy === 0) records.delete(key);
    }
  }

  function look(record: TransactionRecord | undefined, change: Change): Claim<undefined>["state"] {
    if (record === undefined) return "new";
    const known = findRecorded(record.last, change.status);
    if (known !== undefined)
      return known.change.content === change.content ? "duplicate" : "conflict";
    if (record.heldBy !== 0 && record.heldUntil > now()) return "in-progress";
    return change.rank === 0 && record.final !== undefined ? "stale" : "new";
  }

  function claim(change: Change): Claim<undefined> {
    const found = records.get(change.transactionKey);
    const state = look(found, change);
    if (state !== "new") return { state };
    const record = found ?? { last: undefined, final: undefined, heldBy: 0, heldUntil: 0 };
    fence += 1;
    record.heldBy = fence;
    record.heldUntil = now() + leaseMs;
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
      record.last = { change, before: record.last };
      if (change.rank === 1) record.final = change.status;
      record.heldBy = 0;
      // Put back at the end: a Map is in order of insertion, so the front is what was untouched longest.
      records.delete(change.transactionKey);
      records.set(change.transactionKey, record);
      return true;
    },
    async release(change, lease) {
      const record = records.get(change.transactionKey);
      if (record === undefined || !holds(record, lease)) return;
      record.heldBy = 0;
      if (record.last === undefined) records.delete(change.transactionKey);
    },
    async look(change) {
      return look(records.get(change.transactionKey), change);
    },
    marks: {
      async read(name) {
        return marks.get(name);
      },
      async write(name, value) {
        marks.set(name, value);
      },
    },
  };
}

function findRecorded(last: Recorded | undefined, status: string): Recorded | undefined {
  let recorded = last;
  while (recorded !== undefined && recorded.change.status !== status) recorded = recorded.before;
  return recorded;
}

function requireCount(option: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new InvalidOptionError(option, "must be a whole number of at least 1.");
  }
}
