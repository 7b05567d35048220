import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Change, Inbox, Lease } from "../../src/webhooks/inbox.js";
import { memoryInbox } from "../../src/webhooks/memory-inbox.js";
import type { OutcomeReport } from "../../src/webhooks/observer.js";
import { createReceiver } from "../../src/webhooks/receiver.js";
import { delivery, password, transaction } from "./stage.js";

/** A latch: what waits on it goes on once it is opened. */
function createLatch() {
  let open = (): void => undefined;
  let fail = (_error: Error): void => undefined;
  const opened = new Promise<void>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return { opened, open, fail };
}

/** A receiver whose handler waits, on the given inbox. */
function stage(inbox: Inbox) {
  const latch = createLatch();
  const reports: OutcomeReport[] = [];
  let calls = 0;
  const receiver = createReceiver({
    inbox,
    signaturePassword: password,
    handlerTimeoutMs: 10,
    onOutcome: (report) => void reports.push(report),
  });
  const handler = (): Promise<void> => {
    calls += 1;
    return latch.opened;
  };
  receiver.on("*", handler);
  const post = async (fields: Partial<typeof transaction> = {}) =>
    (await receiver.receive(delivery({ ...transaction, ...fields }))).outcome;
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 5; i += 1) await setImmediate();
  };
  return { latch, reports, post, handler, settle, calls: () => calls };
}

/** An inbox whose leases end under the holder, as those of a clock that jumps. */
function lapsingInbox(): { inbox: Inbox; lapse: () => Promise<void>; abandoned: Change[] } {
  const inbox = memoryInbox();
  const held: [Change, Lease<undefined>][] = [];
  const abandoned: Change[] = [];
  return {
    abandoned,
    inbox: {
      ...inbox,
      async claim(change) {
        const claim = await inbox.claim(change);
        if (claim.state === "new") held.push([change, claim.lease]);
        return claim;
      },
      abandon: (change) => void abandoned.push(change),
    },
    async lapse() {
      for (const [change, lease] of held) await inbox.release(change, lease);
    },
  };
}

describe("a handler past its time limit", () => {
  it("fails the delivery, and holds off its repetition", async () => {
    const { post, latch, settle, calls, reports } = stage(memoryInbox());
    expect(await post()).toBe("handler-failed");
    expect(reports[0]?.error).toMatchObject({ code: "handler_timeout" });
    expect(await post()).toBe("in-progress");
    expect(await post({ status: "rejected" })).toBe("in-progress");
    latch.open();
    await settle();
    expect(calls()).toBe(1);
  });

  it("is recorded when it succeeds after all", async () => {
    const { post, latch, settle, calls, reports } = stage(memoryInbox());
    await post();
    latch.open();
    await settle();
    expect(reports.at(-1)).toMatchObject({
      outcome: "processed",
      reason: "after the handlers' time limit",
    });
    expect(await post()).toBe("duplicate");
    expect(calls()).toBe(1);
  });

  it("runs again after it has failed", async () => {
    const { post, latch, settle, calls } = stage(memoryInbox());
    await post();
    latch.fail(new Error("no"));
    await settle();
    expect(await post()).toBe("handler-failed");
    expect(calls()).toBe(2);
  });

  it("does not hold off other transactions", async () => {
    const { post, calls } = stage(memoryInbox());
    await post();
    await post({ transaction_id: "t-2" });
    expect(calls()).toBe(2);
  });
});

describe("a lease that ends under its handler", () => {
  it("lets no second run begin in this process", async () => {
    const { inbox, lapse, abandoned } = lapsingInbox();
    const { post, latch, settle, calls } = stage(inbox);
    await post();
    expect(abandoned).toHaveLength(1);
    await lapse();
    expect(await post()).toBe("in-progress");
    expect(calls()).toBe(1);
    latch.open();
    await settle();
    // The lease is gone, so nothing was recorded: the next delivery applies the change.
    await post();
    expect(calls()).toBe(2);
  });

  it("keeps the same handler of another receiver off too", async () => {
    const { inbox, lapse } = lapsingInbox();
    const { post, handler, calls } = stage(inbox);
    await post();
    await lapse();
    const other = createReceiver({
      inbox,
      signaturePassword: password,
      onOutcome: () => undefined,
    });
    other.on("deposit.*", handler);
    expect((await other.receive(delivery(transaction))).outcome).toBe("in-progress");
    expect(calls()).toBe(1);
  });
});

describe("handlerTimeoutMs", () => {
  it.each([0, -1, 1.5, NaN, 2 ** 31])("is not %s", (handlerTimeoutMs) => {
    expect(() => createReceiver({ signaturePassword: password, handlerTimeoutMs })).toThrow(
      /^handlerTimeoutMs: /,
    );
  });
});
