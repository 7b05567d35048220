import type { UnreadableEntry, UnreadableStore } from "./unreadable-store.js";

/** The most entries in memory; beyond it, the oldest are dropped. Each is at most as long as a body. */
const mostEntries = 1_000;

/** Stores unreadable deliveries in memory. */
export function memoryUnreadable(): UnreadableStore {
  const entries = new Map<string, UnreadableEntry>();
  return {
    async add(entry) {
      if (!entries.has(entry.key)) entries.set(entry.key, entry);
      if (entries.size <= mostEntries) return 0;
      // A Map keeps insertion order.
      const [oldest] = entries.keys();
      return entries.delete(oldest as string) ? 1 : 0;
    },
    async list() {
      const all = [...entries.values()];
      return all.toSorted((one, other) => one.receivedAt.localeCompare(other.receivedAt));
    },
    async remove(key) {
      entries.delete(key);
    },
  };
}
