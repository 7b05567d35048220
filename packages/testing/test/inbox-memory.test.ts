import { memoryInbox } from "@numipay/core";
import { inboxCases } from "@numipay/testing";
import { test } from "vitest";

const inMemory = "it lives in the memory of one process";

const cases = inboxCases({
  async open() {
    let now = 0;
    return {
      inbox: memoryInbox({ leaseMs: 1000, now: () => now }),
      async lapse() {
        now += 1000;
      },
      close: async () => undefined,
    };
  },
  cannot: { openAnother: inMemory, cutOff: inMemory, countConflicts: "it keeps no note of them" },
});

test.each(cases)("$name", ({ run }) => run());
