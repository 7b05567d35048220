import type { Intent, IntentClaim, IntentKey, RecordedIntent } from "./journal.js";
import type { OutboxStore } from "./outbox-store.js";

/** How many intents a page of `unresolved` has. */
const pageSize = 100;

/** A record with its claim. */
interface Entry {
  recorded: RecordedIntent;
  fencingToken: number;
  leaseEndsAtMs: number;
  /** When the outbox has work to do with it. Undefined for an intent that was not queued, or whose end was reported. */
  dueAtMs: number | undefined;
}

/**
 * Creates the store of `memoryJournal`, to share it between several journals of a test. It has no transactions: what is queued or
 * marked is recorded immediately.
 */
export function memoryJournalStore(): OutboxStore<undefined, false> {
  const entries = new Map<string, Entry>();
  const marks = new Set<string>();

  function claimNew(intent: Intent, known: Entry | undefined, leaseMs: number): IntentClaim {
    const entry: Entry = {
      recorded: toRecorded(intent, "sending", known?.recorded.request),
      fencingToken: (known?.fencingToken ?? 0) + 1,
      leaseEndsAtMs: Date.now() + leaseMs,
      dueAtMs: known?.dueAtMs,
    };
    if (entry.dueAtMs !== undefined) entry.dueAtMs = entry.leaseEndsAtMs;
    entries.set(toKey(intent), entry);
    return { state: "new", lease: { fencingToken: entry.fencingToken } };
  }

  /** The entry of an intent that was taken, unless it was claimed or reported since. */
  function findSince(taken: RecordedIntent): Entry | undefined {
    const entry = entries.get(toKey(taken));
    const isSame =
      entry?.dueAtMs !== undefined &&
      entry.recorded.state === taken.state &&
      entry.recorded.attempts === taken.attempts;
    return isSame ? entry : undefined;
  }

  return {
    durable: false,
    isSynchronous: false,
    async claim(intent, leaseMs) {
      const known = entries.get(toKey(intent));
      if (known === undefined || known.recorded.state === "refused") {
        return claimNew(intent, known, leaseMs);
      }
      const { recorded, leaseEndsAtMs } = known;
      const { state } = recorded;
      if (state === "confirmed") return { state, recorded };
      if (state === "sending" && Date.now() < leaseEndsAtMs) {
        return { state: "in-progress", recorded };
      }
      known.recorded = {
        ...recorded,
        state: "sending",
        attempts: recorded.attempts + 1,
        ...(state === "queued" ? { attemptedAt: new Date().toISOString() } : {}),
      };
      known.fencingToken += 1;
      known.leaseEndsAtMs = Date.now() + leaseMs;
      if (known.dueAtMs !== undefined) known.dueAtMs = known.leaseEndsAtMs;
      const lease = { fencingToken: known.fencingToken };
      return { state: state === "queued" ? "new" : "unclear", lease, recorded: known.recorded };
    },
    async complete(key, lease, { state, response, responseExpiresAt, retryInMs = 0 }) {
      const entry = entries.get(toKey(key));
      if (entry?.fencingToken !== lease.fencingToken || entry.recorded.state !== "sending") {
        return false;
      }
      entry.recorded = { ...entry.recorded, state, response, responseExpiresAt };
      if (entry.dueAtMs !== undefined) {
        entry.dueAtMs = Date.now() + (state === "queued" ? retryInMs : 0);
      }
      return true;
    },
    async read(key) {
      return entries.get(toKey(key))?.recorded;
    },
    async unresolved(account, after) {
      const lastKey = after === undefined ? "" : toKey(after);
      const nowMs = Date.now();
      return [...entries]
        .filter(([key, { recorded, leaseEndsAtMs }]) => {
          const isUnclear =
            recorded.state === "unknown" ||
            (recorded.state === "sending" && leaseEndsAtMs <= nowMs);
          return isUnclear && recorded.account === account && key > lastKey;
        })
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .slice(0, pageSize)
        .map(([, { recorded }]) => recorded);
    },
    async enqueue(_tx, { request, ...intent }) {
      const key = toKey(intent);
      if (entries.has(key)) return false;
      const recorded = toRecorded(intent, "queued", request);
      entries.set(key, { recorded, fencingToken: 0, leaseEndsAtMs: 0, dueAtMs: Date.now() });
      return true;
    },
    async takeDue(account, limit, visibilityMs) {
      const nowMs = Date.now();
      const due = [...entries.values()]
        .filter(({ dueAtMs = Infinity, recorded }) => {
          return dueAtMs <= nowMs && recorded.account === account;
        })
        .toSorted((a, b) => (a.dueAtMs as number) - (b.dueAtMs as number))
        .slice(0, limit);
      for (const entry of due) entry.dueAtMs = nowMs + visibilityMs;
      return due.map(({ recorded }) => recorded);
    },
    async settle(key, state, retryInMs = 0) {
      const entry = entries.get(toKey(key));
      if (entry?.recorded.state !== state) return false;
      if (state === "unknown") {
        if (entry.dueAtMs !== undefined) entry.dueAtMs = Date.now() + retryInMs;
        return true;
      }
      entry.recorded = { ...entry.recorded, request: undefined };
      entry.dueAtMs = undefined;
      return true;
    },
    async release(taken) {
      for (const intent of taken) {
        const entry = findSince(intent);
        if (entry !== undefined) entry.dueAtMs = Date.now();
      }
    },
    async defer(taken, retryInMs) {
      const entry = findSince(taken);
      if (entry === undefined) return false;
      const { recorded } = entry;
      entry.recorded = { ...recorded, failures: (recorded.failures ?? 0) + 1 };
      entry.dueAtMs = Date.now() + retryInMs;
      return true;
    },
    async markOnce(_tx, key, name) {
      const mark = JSON.stringify([toKey(key), name]);
      if (marks.has(mark)) return false;
      marks.add(mark);
      return true;
    },
  };
}

function toKey({ account, slot, tracking_id }: IntentKey): string {
  return JSON.stringify([account, slot, tracking_id]);
}

function toRecorded(
  intent: Intent,
  state: "queued" | "sending",
  request: string | undefined,
): RecordedIntent {
  return {
    ...intent,
    state,
    recordedAt: new Date().toISOString(),
    response: undefined,
    responseExpiresAt: undefined,
    attempts: state === "queued" ? 0 : 1,
    request,
    // A refused intent of the outbox that is claimed again.
    ...(state === "sending" && request !== undefined
      ? { attemptedAt: new Date().toISOString() }
      : {}),
  };
}
