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

/** Who applies a change of a transaction right now, and until when. */
interface Hold {
  fence: number;
  until: number;
}

/**
 * An inbox in the memory of one process: for development, tests and the smallest of shops. It forgets everything when the
 * process ends and knows nothing of a second process, so a delivery that is replayed after a restart is applied again. For
 * the same reason `reconcile` refuses it; a test that ends with its process may say `{ ...memoryInbox(), forgets: false }`.
 *
 * @throws InvalidOptionError
 */
export function memoryInbox(options: MemoryInboxOptions = {}): Inbox {
  const { maxTransactions = 100_000, leaseMs = 60_000, now = Date.now } = options;
  requireCount("maxTransactions", maxTransactions);
  requireCount("leaseMs", leaseMs);
  // Apart from each other: holds last a moment, and what a record takes stays for as long as it is remembered.
  const records = new Map<string, Recorded>();
  const holds = new Map<string, Hold>();
  const marks = new Map<string, string>();
  let fence = 0;

  const isHolder = ({ transactionKey }: Change, lease: Lease<undefined>): boolean =>
    holds.get(transactionKey)?.fence === lease.fence;

  // One iterator for good: a new one would first have to step over all that was ever deleted.
  let oldest = records.keys();
  function forgetOldest(): void {
    while (records.size > maxTransactions) {
      const { value: key, done } = oldest.next();
      if (done === true) oldest = records.keys();
      else records.delete(key);
    }
  }

  function look(last: Recorded | undefined, change: Change): Claim<undefined>["state"] {
    const known = findRecorded(last, ({ status }) => status === change.status);
    if (known !== undefined) return known.content === change.content ? "duplicate" : "conflict";
    const hold = holds.get(change.transactionKey);
    if (hold !== undefined && hold.until > now()) return "in-progress";
    return change.rank === 0 && findFinal(last) !== undefined ? "stale" : "new";
  }

  function claim(change: Change): Claim<undefined> {
    const last = records.get(change.transactionKey);
    const state = look(last, change);
    if (state !== "new") return { state };
    fence += 1;
    holds.set(change.transactionKey, { fence, until: now() + leaseMs });
    const contradicts = change.rank === 1 ? findFinal(last)?.status : undefined;
    return { state: "new", lease: { fence, contradicts, tx: undefined } };
  }

  return {
    async claim(change) {
      return claim(change);
    },
    async complete(change, lease) {
      if (!isHolder(change, lease)) return false;
      const { transactionKey } = change;
      holds.delete(transactionKey);
      const before = records.get(transactionKey);
      // Put back at the end: a Map is in order of insertion, so the front is what was untouched longest.
      if (before !== undefined) records.delete(transactionKey);
      records.set(transactionKey, { change, before });
      forgetOldest();
      return true;
    },
    async release(change, lease) {
      if (isHolder(change, lease)) holds.delete(change.transactionKey);
    },
    async look(change) {
      return look(records.get(change.transactionKey), change);
    },
    forgets: true,
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

/** The last change recorded of a transaction that is as asked for. */
function findRecorded(
  last: Recorded | undefined,
  isAsked: (change: Change) => boolean,
): Change | undefined {
  let recorded = last;
  while (recorded !== undefined && !isAsked(recorded.change)) recorded = recorded.before;
  return recorded?.change;
}

function findFinal(last: Recorded | undefined): Change | undefined {
  return findRecorded(last, ({ rank }) => rank === 1);
}

function requireCount(option: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new InvalidOptionError(option, "must be a whole number of at least 1.");
  }
}
