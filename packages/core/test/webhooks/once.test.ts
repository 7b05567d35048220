import { describe, expect, it, vi } from "vitest";
import { memoryInbox } from "../../src/webhooks/memory-inbox.js";
import type { WebhookOptions } from "../../src/webhooks/options.js";
import { createReceiver } from "../../src/webhooks/receiver.js";
import { delivery, password, transaction } from "./fixture.js";

function createFixture(options: WebhookOptions = {}) {
  const receiver = createReceiver({
    signaturePassword: password,
    onOutcome: () => undefined,
    ...options,
  });
  const post = async (transaction_id = "t-1"): Promise<string> =>
    (await receiver.receive(delivery({ ...transaction, transaction_id }))).outcome;
  return { receiver, post };
}

describe("a handler added with once", () => {
  it("is removed after one event was applied", async () => {
    const { receiver, post } = createFixture();
    const handler = vi.fn<() => void>();
    expect(receiver.once("deposit.successful", handler)).toBe(receiver);
    expect([await post("t-1"), await post("t-2")]).toEqual(["processed", "unhandled"]);
    expect(handler).toHaveBeenCalledTimes(1);
  });

  it("stays after events of other patterns", async () => {
    const { receiver, post } = createFixture();
    receiver.once("withdrawal.*", () => undefined);
    expect(await post()).toBe("unhandled");
    expect(
      (await receiver.receive(delivery({ ...transaction, transaction_type: "withdrawal" })))
        .outcome,
    ).toBe("processed");
  });

  it("stays after it threw", async () => {
    const { receiver, post } = createFixture();
    const handler = vi.fn<() => void>().mockImplementationOnce(() => {
      throw new Error("no database");
    });
    receiver.once("*", handler);
    expect([await post(), await post(), await post("t-2")]).toEqual([
      "handler-failed",
      "processed",
      "unhandled",
    ]);
  });

  it("stays after another handler threw", async () => {
    const { receiver, post } = createFixture();
    const handler = vi.fn<() => void>();
    const other = vi.fn<() => void>().mockImplementationOnce(() => {
      throw new Error("no database");
    });
    receiver.once("*", handler).on("*", other);
    expect([await post(), await post(), await post("t-2")]).toEqual([
      "handler-failed",
      "processed",
      "processed",
    ]);
    expect(handler).toHaveBeenCalledTimes(2);
  });

  it("stays if its event was not recorded", async () => {
    const inbox = memoryInbox();
    let isDown = true;
    const complete: typeof inbox.complete = async (change, lease) => {
      if (!isDown) return inbox.complete(change, lease);
      await inbox.release(change, lease);
      throw new Error("no store");
    };
    const { receiver, post } = createFixture({ inbox: { ...inbox, complete } });
    const handler = vi.fn<() => void>();
    receiver.once("*", handler);
    const before = await post();
    isDown = false;
    expect([before, await post()]).toEqual(["inbox-unavailable", "processed"]);
    expect(handler).toHaveBeenCalledTimes(2);
  });

  it("is called for two concurrent events", async () => {
    const { receiver, post } = createFixture();
    const handler = vi.fn<() => Promise<void>>(async () => undefined);
    receiver.once("*", handler);
    expect(await Promise.all([post("t-1"), post("t-2")])).toEqual(["processed", "processed"]);
    expect(handler).toHaveBeenCalledTimes(2);
    expect(await post("t-3")).toBe("unhandled");
  });

  it("is removed when it finishes late", async () => {
    const { receiver, post } = createFixture({ handlerTimeoutMs: 5 });
    const reports: string[] = [];
    let finish = (): void => undefined;
    const handler = vi.fn<() => Promise<void>>(
      () => new Promise((resolve) => (finish = () => resolve())),
    );
    receiver.once("*", handler);
    expect(await post()).toBe("handler-failed");
    finish();
    await vi.waitFor(
      async () => reports.push(await post()) && expect(reports.at(-1)).toBe("duplicate"),
    );
    expect(await post("t-2")).toBe("unhandled");
  });

  it("does not remove other registrations", async () => {
    const { receiver, post } = createFixture();
    const handler = vi.fn<() => void>();
    receiver.on("*", handler).once("*", handler);
    receiver.once("deposit.*", () => void receiver.once("*", handler));
    await post("t-1");
    await post("t-2");
    await post("t-3");
    expect(handler).toHaveBeenCalledTimes(2 + 2 + 1);
  });

  it("is removed by off", async () => {
    const { receiver, post } = createFixture();
    const handler = vi.fn<() => void>();
    receiver.once("*", handler).off("*", handler);
    expect(await post()).toBe("unhandled");
    expect(handler).not.toHaveBeenCalled();
  });
});

describe("once", () => {
  it("rejects the same arguments as on", () => {
    const { receiver } = createFixture();
    expect(() => receiver.once("deposit.paid" as "*", () => undefined)).toThrow(/^pattern /);
    expect(() => receiver.once("*", undefined as never)).toThrow(/^handler of once\("\*"\) must/);
    expect(() => receiver.once("*", function* () {})).toThrow(/^handler of once.*generator/);
    const queue = { add: () => Promise.resolve() };
    expect(() => createFixture({ queue }).receiver.once("*", () => undefined)).toThrow(
      /^queue receives/,
    );
  });
});
