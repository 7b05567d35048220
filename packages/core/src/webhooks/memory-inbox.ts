import { InvalidOptionError } from "../protocol/errors.js";
import { type AccountMethods, type AccountStore, createAccountMethods } from "./account-store.js";
import type { Change, Claim, Inbox } from "./inbox.js";
import { memoryAccounts } from "./memory-accounts.js";
import { memoryUnreadable } from "./memory-unreadable.js";
import type { UnreadableStore } from "./unreadable-store.js";

/** Options of `memoryInbox`. */
export interface MemoryInboxOptions {
  /** How many transactions are remembered; the longest untouched go first. Defaults to 100,000. */
  maxTransactions?: number | undefined;
}

/** An inbox in the memory of one process. */
export type MemoryInbox = Inbox &
  AccountMethods & { accounts: AccountStore; unreadable: UnreadableStore };

/** A recorded change, linked to the one before it: there are one or two, so a Map for them would be waste. */
interface Recorded {
  change: Change;
  before: Recorded | undefined;
}

/** What is known of a transaction. */
interface Entry {
  last: Recorded | undefined;
  /** The fencing token of the claim that holds it; 0 when there is none. */
  holder: number;
}

/**
 * An inbox in the memory of one process: for development, tests and the smallest of shops. It forgets everything when the
 * process ends and knows nothing of a second process, so a delivery that is replayed after a restart is applied again. For
 * the same reason `reconcile` refuses it; a test that ends with its process may say `{ ...memoryInbox(), durable: true }`.
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
  // One Map, and the fewest calls of it: they are a good part of what a delivery costs.
  const entries = new Map<string, Entry>();
  const checkpoints = new Map<string, string>();
  const accounts = memoryAccounts();
  let fencingToken = 0;

  // One iterator for good: a new one would first have to step over all that was ever deleted.
  let oldest = entries.keys();
  function forgetOldest(): void {
    for (let surplus = entries.size - maxTransactions; surplus > 0; surplus -= 1) {
      let next = oldest.next();
      if (next.done === true) {
        oldest = entries.keys();
        next = oldest.next();
      }
      const key = next.value as string;
      const entry = entries.get(key) as Entry;
      // A claim must be found again: a second one would run the handlers beside the first.
      entries.delete(key);
      if (entry.holder !== 0) entries.set(key, entry);
    }
  }

  function stateOf(entry: Entry | undefined, change: Change): Claim<undefined>["state"] {
    if (entry === undefined) return "new";
    const known = findRecorded(entry.last, ({ status }) => status === change.status);
    if (known !== undefined) {
      if (known.content !== change.content) return "conflict";
      if (known.isHandled || !change.isHandled) return "duplicate";
    }
    if (entry.holder !== 0) return "in-progress";
    return change.rank === 0 && findFinal(entry.last) !== undefined ? "stale" : "new";
  }

  return {
    async claim(change) {
      const key = change.transactionKey;
      const known = entries.get(key);
      const state = stateOf(known, change);
      if (state !== "new") return { state };
      fencingToken += 1;
      // Put back at the end: a Map is in order of insertion, so the front is what was untouched longest.
      if (known !== undefined) entries.delete(key);
      const entry = known ?? { last: undefined, holder: 0 };
      entry.holder = fencingToken;
      entries.set(key, entry);
      const contradicts = change.rank === 1 ? findApplied(entry.last, change.status) : undefined;
      return { state, lease: { fencingToken, contradicts, tx: undefined } };
    },
    async complete(change, lease) {
      const entry = entries.get(change.transactionKey);
      if (entry?.holder !== lease.fencingToken) return false;
      entry.holder = 0;
      // The newest record of a status comes first, so it hides the one of when the change was unhandled.
      entry.last = { change, before: entry.last };
      forgetOldest();
      return true;
    },
    async release({ transactionKey }, lease) {
      const entry = entries.get(transactionKey);
      if (entry?.holder !== lease.fencingToken) return;
      entry.holder = 0;
      if (entry.last === undefined) entries.delete(transactionKey);
    },
    async peek(change) {
      const entry = entries.get(change.transactionKey);
      const state = stateOf(entry, change);
      const isKnown =
        findRecorded(entry?.last, ({ status }) => status === change.status) !== undefined;
      return state === "new" && isKnown ? "unhandled" : state;
    },
    durable: false,
    checkpoints: {
      async read(name) {
        return checkpoints.get(name);
      },
      async write(name, value) {
        checkpoints.set(name, value);
      },
    },
    accounts,
    unreadable: memoryUnreadable(),
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
