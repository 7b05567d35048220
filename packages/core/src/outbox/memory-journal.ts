import { createJournal, type Journal } from "./create-journal.js";
import type { IntentKey, JournalStore, RecordedIntent } from "./journal.js";
import type { JournalOptions } from "./journal-settings.js";

/** How many intents a page of `unresolved` has. */
const pageSize = 100;

/** A record with its claim. */
interface Entry {
  recorded: RecordedIntent;
  fencingToken: number;
  leaseEndsAtMs: number;
}

/**
 * Creates a journal in the memory of one process, for development and tests. Its records are lost on restart and not shared with
 * other processes, and it grows with every call: in production, a crash would lose what it protects.
 *
 * @throws InvalidOptionError when an option is invalid or unknown
 * @example
 * const numipay = new Numipay({ journal: memoryJournal() });
 */
export function memoryJournal(options: JournalOptions = {}): Journal {
  return createJournal(memoryJournalStore(), options);
}

/** Creates the store of `memoryJournal`, to share it between several journals of a test. */
export function memoryJournalStore(): JournalStore {
  const entries = new Map<string, Entry>();
  const toKey = ({ account, slot, tracking_id }: IntentKey): string =>
    JSON.stringify([account, slot, tracking_id]);

  return {
    async claim(intent, leaseMs) {
      const key = toKey(intent);
      const known = entries.get(key);
      const nowMs = Date.now();
      const fencingToken = (known?.fencingToken ?? 0) + 1;
      const lease = { fencingToken };
      const leaseEndsAtMs = nowMs + leaseMs;
      if (known === undefined || known.recorded.state === "refused") {
        const recorded: RecordedIntent = {
          ...intent,
          state: "sending",
          recordedAt: new Date(nowMs).toISOString(),
          response: undefined,
          responseExpiresAt: undefined,
          attempts: 1,
          request: undefined,
        };
        entries.set(key, { recorded, fencingToken, leaseEndsAtMs });
        return { state: "new", lease };
      }
      const { recorded } = known;
      if (recorded.state === "confirmed") return { state: "confirmed", recorded };
      if (recorded.state === "sending" && nowMs < known.leaseEndsAtMs) {
        return { state: "in-progress", recorded };
      }
      const claimed: RecordedIntent = {
        ...recorded,
        state: "sending",
        attempts: recorded.attempts + 1,
      };
      entries.set(key, { recorded: claimed, fencingToken, leaseEndsAtMs });
      return { state: "unclear", lease, recorded: claimed };
    },
    async complete(key, lease, { state, response, responseExpiresAt }) {
      const entry = entries.get(toKey(key));
      if (entry?.fencingToken !== lease.fencingToken || entry.recorded.state !== "sending") {
        return false;
      }
      entry.recorded = { ...entry.recorded, state, response, responseExpiresAt };
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
  };
}
