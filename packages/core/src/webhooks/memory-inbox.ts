import { InvalidOptionError } from "../protocol/errors.js";
import { type AccountMethods, type AccountStore, createAccountMethods } from "./account-store.js";
import type { Change, Claim, Inbox, Lease } from "./inbox.js";
import { memoryAccounts } from "./memory-accounts.js";

/** Options of `memoryInbox`. */
export interface MemoryInboxOptions {
  /** How many transactions are remembered; the longest untouched go first. Defaults to 100,000. */
  maxTransactions?: number | undefined;
}

/** An inbox in the memory of one process. */
export type MemoryInbox = Inbox & AccountMethods & { accounts: AccountStore };

/** A recorded change, linked to the one before it: there are one or two, so a Map for them would be waste. */
interface Recorded {
  change: Change;
  before: Recorded | undefined;
}

/**
 * An inbox in the memory of one process: for development, tests and the smallest of shops. It forgets everything when the
 * process ends and knows nothing of a second process, so a delivery that is replayed after a restart is applied again. For
 * the same reason `reconcile` refuses it; a test that ends with its process may say `{ ...memoryInbox(), forgets: false }`.
 *
 * A claim has no time limit: the handlers run in this very process, and end it when they settle.
 *
 * @throws InvalidOptionError
 */
export function memoryInbox(options: MemoryInboxOptions = {}): MemoryInbox {
  const { maxTransactions = 100_000 } = options;
  if (!Number.isSafeInteger(maxTransactions) || maxTransactions < 1) {
    throw new InvalidOptionError("maxTransactions", "must be a whole number of at least 1.");
  }
  // Apart from each other: holds last a moment, and what a record takes stays for as long as it is remembered.
  const records = new Map<string, Recorded>();
  const holders = new Map<string, number>();
  const marks = new Map<string, string>();
  const accounts = memoryAccounts();
  let fence = 0;

  const isHolder = ({ transactionKey }: Change, lease: Lease<undefined>): boolean =>
    holders.get(transactionKey) === lease.fence;

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
    if (known !== undefined) {
      if (known.content !== change.content) return "conflict";
      if (known.isHandled || !change.isHandled) return "duplicate";
    }
    if (holders.has(change.transactionKey)) return "in-progress";
    return change.rank === 0 && findFinal(last) !== undefined ? "stale" : "new";
  }

  return {
    async claim(change) {
      const last = records.get(change.transactionKey);
      const state = look(last, change);
      if (state !== "new") return { state };
      fence += 1;
      holders.set(change.transactionKey, fence);
      const contradicts = change.rank === 1 ? findApplied(last, change.status) : undefined;
      return { state, lease: { fence, contradicts, tx: undefined } };
    },
    async complete(change, lease) {
      if (!isHolder(change, lease)) return false;
      const { transactionKey } = change;
      holders.delete(transactionKey);
      const before = records.get(transactionKey);
      // Put back at the end: a Map is in order of insertion, so the front is what was untouched longest.
      if (before !== undefined) records.delete(transactionKey);
      // The newest record of a status comes first, so it hides the one of when the change was unhandled.
      records.set(transactionKey, { change, before });
      forgetOldest();
      return true;
    },
    async release(change, lease) {
      if (isHolder(change, lease)) holders.delete(change.transactionKey);
    },
    async look(change) {
      const last = records.get(change.transactionKey);
      const state = look(last, change);
      const isKnown = findRecorded(last, ({ status }) => status === change.status) !== undefined;
      return state === "new" && isKnown ? "unhandled" : state;
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
    accounts,
    ...createAccountMethods(accounts),
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

/** The final status that was applied last, other than the given one. */
function findApplied(last: Recorded | undefined, status: string): string | undefined {
  const isApplied = (change: Change): boolean =>
    change.rank === 1 && change.isHandled && change.status !== status;
  return findRecorded(last, isApplied)?.status;
}
