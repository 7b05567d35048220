import type { UnreadableEntry, UnreadableStore } from "./unreadable-store.js";

/** So many are kept; the oldest go first. Each is as long as a body may be. */
const mostEntries = 1_000;

/** Unreadable deliveries in the memory of this process. */
export function memoryUnreadable(): UnreadableStore {
  const entries = new Map<string, UnreadableEntry>();
  return {
    async add(entry) {
      if (!entries.has(entry.key)) entries.set(entry.key, entry);
      if (entries.size <= mostEntries) return 0;
      // In order of insertion.
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
