import { type JournalStore, memoryJournalStore } from "@numipay/core";
import { journalCases } from "@numipay/testing";
import { it } from "vitest";

/** A store that can be made unreachable, as a database can. */
function openMemory() {
  const memory = memoryJournalStore();
  let isUnreachable = false;
  const check = (): void => {
    if (isUnreachable) throw new Error("The store is unreachable.");
  };
  const store: JournalStore = {
    async claim(...args) {
      check();
      return memory.claim(...args);
    },
    async complete(...args) {
      check();
      return memory.complete(...args);
    },
    async read(key) {
      check();
      return memory.read(key);
    },
    async unresolved(...args) {
      check();
      return memory.unresolved(...args);
    },
  };
  return {
    store,
    openAnother: async () => store,
    async cutOff() {
      isUnreachable = true;
      return async () => {
        isUnreachable = false;
      };
    },
    close: async () => undefined,
  };
}

for (const { name, run } of journalCases({ open: async () => openMemory() })) it(name, () => run());
