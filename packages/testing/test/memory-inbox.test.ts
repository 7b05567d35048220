import { type Change, type Inbox, type Lease, memoryInbox } from "@numipay/core";
import { inboxCases } from "@numipay/testing";
import { it } from "vitest";

const inMemory = "it lives in the memory of one process";

const cases = inboxCases({
  async open() {
    const memory = memoryInbox();
    const held: [Change, Lease<undefined>][] = [];
    const inbox: Inbox = {
      ...memory,
      async claim(change) {
        const claim = await memory.claim(change);
        if (claim.state === "new") held.push([change, claim.lease]);
        return claim;
      },
    };
    return {
      inbox,
      // Only the holder can end a claim in memory.
      async lapse() {
        for (const [change, lease] of held.splice(0)) await memory.release(change, lease);
      },
      async countConflicts() {
        let count = 0;
        for await (const _none of memory.conflicts()) count += 1;
        return count;
      },
      close: async () => undefined,
    };
  },
  cannot: { openAnother: inMemory, cutOff: inMemory },
});

for (const { name, run } of cases) it(name, () => run());
