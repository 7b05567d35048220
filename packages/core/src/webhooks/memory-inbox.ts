import { InvalidOptionError } from "../protocol/errors.js";
import { checkKnownOptions } from "../protocol/known-options.js";
import { type AccountMethods, type AccountStore, createAccountMethods } from "./account-store.js";
import type { Change, Claim, Inbox } from "./inbox.js";
import type { InboxCheckpoints } from "./inbox-checkpoints.js";
import { createInboxReads, type InboxReads, type RecordedChange } from "./inbox-reads.js";
import { memoryAccounts } from "./memory-accounts.js";
import { memoryConflicts, toDigestText } from "./memory-conflicts.js";
import { memoryUnreadable } from "./memory-unreadable.js";
import { digestOf } from "./content-digest.js";
import type { UnreadableStore } from "./unreadable-store.js";

/** Options of `memoryInbox`. */
export interface MemoryInboxOptions {
  /** The most transactions in memory. Beyond it, the least recently changed are dropped. Defaults to `100000`. */
  maxTransactions?: number | undefined;
}

/** An inbox in memory. */
export type MemoryInbox = Inbox &
  AccountMethods &
  InboxReads & {
    accounts: AccountStore;
    checkpoints: InboxCheckpoints;
    unreadable: UnreadableStore;
  };

/**
 * A recorded change, linked to the previous one. There are only one or two per transaction, too few for a Map. Holds no text of the
 * delivery: with many records, garbage collection would take a large part of the time of a delivery.
 */
interface Recorded extends Pick<Change, "status" | "rank" | "isHandled"> {
  digest: number;
  /** In seconds since the inbox was created: a time in milliseconds would need an object of its own. */
  recordedAtSeconds: number;
  before: Recorded | undefined;
}

/** The state of a transaction. */
interface Entry {
  last: Recorded | undefined;
  /** The fencing token of the claim that holds it; 0 if there is none. */
  holder: number;
}

/**
 * Creates an inbox in the memory of one process, for development and tests. Its records are lost on restart and not shared with
 * other processes, so a delivery that is repeated after a restart is applied again. `reconcile` rejects it for the same reason;
 * a test within one process can use `{ ...memoryInbox(), durable: true }`.
 *
 * A claim has no time limit: it ends when the handlers finish, which run in the same process.
 *
 * @throws InvalidOptionError when `maxTransactions` is not a whole number of at least 1, or for an unknown option
 */
export function memoryInbox(options: MemoryInboxOptions = {}): MemoryInbox {
  checkKnownOptions(options, ["maxTransactions"]);
  const { maxTransactions = 100_000 } = options;
  if (!Number.isSafeInteger(maxTransactions) || maxTransactions < 1) {
    throw new InvalidOptionError("maxTransactions", "must be a whole number of at least 1.");
  }
  // One Map and few calls to it, because they are a large part of the time of a delivery.
  const entries = new Map<string, Entry>();
  const startedAtMs = Date.now();
  const values = new Map<string, string>();
  const accounts = memoryAccounts();
  const conflicts = memoryConflicts();
  let fencingToken = 0;

  // One iterator for all calls: a new one would first step over every deleted entry.
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
      // Keep a claimed entry: a second claim would run the handlers at the same time as the first.
      entries.delete(key);
      if (entry.holder !== 0) entries.set(key, entry);
    }
  }

  function stateOf(entry: Entry | undefined, change: Change): Claim<undefined>["state"] {
    if (entry === undefined) return "new";
    const known = findRecorded(entry.last, ({ status }) => status === change.status);
    if (known !== undefined) {
      if (known.digest !== digestOf(change)) return "conflict";
      if (known.isHandled || !change.isHandled) return "duplicate";
    }
    if (entry.holder !== 0) return "in-progress";
    return change.rank === 0 && findFinal(entry.last) !== undefined ? "stale" : "new";
  }

  function historyOf(transactionKey: string): RecordedChange[] {
    const changes: RecordedChange[] = [];
    let recorded = entries.get(transactionKey)?.last;
    for (; recorded !== undefined; recorded = recorded.before) {
      const { status, isHandled, digest, recordedAtSeconds } = recorded;
      // Replaced by a newer record.
      if (changes.some((newer) => newer.status === status)) continue;
      changes.unshift({
        transactionKey,
        status,
        isHandled,
        recordedAt: new Date(startedAtMs + recordedAtSeconds * 1000).toISOString(),
        digest: toDigestText(digest),
        content: undefined,
      });
    }
    return changes;
  }

  const checkpoints: InboxCheckpoints = {
    async read(name) {
      return values.get(name);
    },
    async write(name, value) {
      values.set(name, value);
    },
  };
  const records = {
    async history(transactionKey: string) {
      return historyOf(transactionKey);
    },
    async *conflicts() {
      yield* conflicts.list();
    },
    async *unhandled() {
      // A copy: an entry that is changed meanwhile moves to the end.
      const keys = [...entries.keys()];
      for (const key of keys) {
        yield* historyOf(key).filter(({ isHandled }) => !isHandled);
      }
    },
  };

  return {
    async claim(change) {
      const key = change.transactionKey;
      const known = entries.get(key);
      const state = stateOf(known, change);
      if (state === "conflict") conflicts.note(change);
      if (state !== "new") return { state };
      fencingToken += 1;
      // Moved to the end: a Map keeps insertion order, so the least recently changed entry is first.
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
      // The newest record of a status comes first, so it hides an earlier unhandled one.
      const { status, rank, isHandled } = change;
      entry.last = {
        status,
        rank,
        isHandled,
        digest: digestOf(change),
        recordedAtSeconds: Math.floor((Date.now() - startedAtMs) / 1000),
        before: entry.last,
      };
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
    checkpoints,
    accounts,
    unreadable: memoryUnreadable(),
    ...createAccountMethods(accounts),
    ...createInboxReads(records, accounts, checkpoints),
  };
}

/** The last recorded change that matches. */
function findRecorded(
  last: Recorded | undefined,
  isMatch: (recorded: Recorded) => boolean,
): Recorded | undefined {
  let recorded = last;
  while (recorded !== undefined && !isMatch(recorded)) recorded = recorded.before;
  return recorded;
}

function findFinal(last: Recorded | undefined): Recorded | undefined {
  return findRecorded(last, ({ rank }) => rank === 1);
}

/** The final status applied last, other than the given one. */
function findApplied(last: Recorded | undefined, status: string): string | undefined {
  const isApplied = (recorded: Recorded): boolean =>
    recorded.rank === 1 && recorded.isHandled && recorded.status !== status;
  return findRecorded(last, isApplied)?.status;
}
