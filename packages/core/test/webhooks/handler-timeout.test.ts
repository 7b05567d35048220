import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Change, Inbox, Lease } from "../../src/webhooks/inbox.js";
import { memoryInbox } from "../../src/webhooks/memory-inbox.js";
import type { OutcomeReport } from "../../src/webhooks/observer.js";
import { createReceiver } from "../../src/webhooks/receiver.js";
import { delivery, password, transaction } from "./fixture.js";

// Decision 0018: a handler that never finishes blocks only its own transaction.

/** Creates a promise that the test resolves or rejects. */
function createLatch() {
  let open = (): void => undefined;
  let fail = (_error: Error): void => undefined;
  const opened = new Promise<void>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return { opened, open, fail };
}

/** Creates a receiver whose handler waits for a latch. */
function createFixture(inbox: Inbox) {
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
  const flush = async (): Promise<void> => {
    for (let i = 0; i < 5; i += 1) await setImmediate();
  };
  return { latch, reports, post, handler, flush, calls: () => calls };
}

/** An inbox whose leases end while held, as after a jump of the clock. */
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
  it("fails the delivery and blocks its retry", async () => {
    const { post, latch, flush, calls, reports } = createFixture(memoryInbox());
    expect(await post()).toBe("handler-failed");
    expect(reports[0]?.error).toMatchObject({ code: "handler_timeout" });
    expect(await post()).toBe("in-progress");
    expect(await post({ status: "rejected" })).toBe("in-progress");
    latch.open();
    await flush();
    expect(calls()).toBe(1);
  });

  it("is recorded if it succeeds later", async () => {
    const { post, latch, flush, calls, reports } = createFixture(memoryInbox());
    await post();
    latch.open();
    await flush();
    expect(reports.at(-1)).toMatchObject({
      outcome: "processed",
      reason: "the handlers finished after their time limit",
    });
    expect(await post()).toBe("duplicate");
    expect(calls()).toBe(1);
  });

  it("runs again after it failed", async () => {
    const { post, latch, flush, calls } = createFixture(memoryInbox());
    await post();
    latch.fail(new Error("no"));
    await flush();
    expect(await post()).toBe("handler-failed");
    expect(calls()).toBe(2);
  });

  it("does not block other transactions", async () => {
    const { post, calls } = createFixture(memoryInbox());
    await post();
    await post({ transaction_id: "t-2" });
    expect(calls()).toBe(2);
  });
});

describe("a lease that ends during its handler", () => {
  it("does not start a second run", async () => {
    const { inbox, lapse, abandoned } = lapsingInbox();
    const { post, latch, flush, calls } = createFixture(inbox);
    await post();
    expect(abandoned).toHaveLength(1);
    await lapse();
    expect(await post()).toBe("in-progress");
    expect(calls()).toBe(1);
    latch.open();
    await flush();
    // The lease is gone, so nothing was recorded: the next delivery applies the change.
    await post();
    expect(calls()).toBe(2);
  });

  it("blocks the same handler of other receivers", async () => {
    const { inbox, lapse } = lapsingInbox();
    const { post, handler, calls } = createFixture(inbox);
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
  it.each([0, -1, 1.5, NaN, 2 ** 31])("rejects %s", (handlerTimeoutMs) => {
    expect(() => createReceiver({ signaturePassword: password, handlerTimeoutMs })).toThrow(
      /^handlerTimeoutMs must be/,
    );
  });
});
