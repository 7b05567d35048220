import type { AccountEntry, AccountStore } from "./account-store.js";

/** Stores accounts in memory. */
export function memoryAccounts(): AccountStore {
  const entries = new Map<string, AccountEntry>();
  return {
    async read() {
      return entries;
    },
    async add(name, entry) {
      const known = entries.get(name) ?? entry;
      entries.set(name, known);
      return known;
    },
    async rename(from, to) {
      const entry = entries.get(from);
      if (entry === undefined || entry.renamedTo !== undefined || entries.has(to)) return false;
      entries.set(from, { ...entry, renamedTo: to });
      entries.set(to, entry);
      return true;
    },
  };
}
