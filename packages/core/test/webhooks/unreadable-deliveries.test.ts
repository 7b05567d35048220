import { describe, expect, it, vi } from "vitest";
import type { ContractOverride } from "../../src/protocol/contract/override.js";
import type { Change, Inbox } from "../../src/webhooks/inbox.js";
import { memoryInbox } from "../../src/webhooks/memory-inbox.js";
import type { OutcomeReport } from "../../src/webhooks/observer.js";
import type { WebhookOptions } from "../../src/webhooks/options.js";
import { createReceiver } from "../../src/webhooks/receiver.js";
import { toUnreadableKey } from "../../src/webhooks/unreadable-store.js";
import { delivery, password, transaction } from "./fixture.js";

const optional: ContractOverride = { webhook: { fields: { user_id: { required: false } } } };
const anonymous = { ...transaction, user_id: null };

// Decision 0022: a signed delivery is never lost because of its shape.

/** A memory inbox that counts as durable, like one on a database. */
const durableInbox = (): Inbox => ({ ...memoryInbox(), durable: true });

/** Creates a receiver and collects its reports. */
function createFixture(options: WebhookOptions<undefined> = {}) {
  const reports: OutcomeReport[] = [];
  const receiver = createReceiver<undefined>({
    signaturePassword: password,
    inbox: durableInbox(),
    onOutcome: (report) => reports.push(report),
    ...options,
  });
  return { receiver, reports, outcomes: () => reports.map(({ outcome }) => outcome) };
}

describe("a verified delivery that is not a transaction", () => {
  it("gets a 200 from a durable inbox", async () => {
    const { receiver, reports } = createFixture();
    receiver.on("*", () => expect.unreachable());
    const { outcome, status } = await receiver.receive(delivery(anonymous));
    expect({ outcome, status }).toEqual({ outcome: "unreadable", status: 200 });
    expect(reports).toMatchObject([
      {
        outcome: "unreadable",
        status: 200,
        account: "default",
        matched: "raw",
        passwordIndex: 0,
        reason: expect.stringContaining("contract.webhook.fields.user_id.required"),
      },
    ]);
    expect(await receiver.unreadable.list()).toEqual([
      {
        key: await toUnreadableKey("", JSON.stringify(anonymous)),
        account: "default",
        receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        text: JSON.stringify(anonymous),
        problem: reports[0]?.reason,
      },
    ]);
  });

  it.each([
    ["text that is not JSON", "amount=200.00"],
    ["null", "null"],
    ["a wrapped transaction", { data: transaction }],
    ["an invalid amount", JSON.stringify(transaction).replace('"200.00"', "2e2")],
  ])("is stored unchanged: %s", async (_what, payload) => {
    const { receiver } = createFixture();
    expect((await receiver.receive(delivery(payload))).outcome).toBe("unreadable");
    const text = typeof payload === "string" ? payload : JSON.stringify(payload);
    expect(await receiver.unreadable.list()).toMatchObject([{ text }]);
  });

  it("is stored once", async () => {
    const { receiver } = createFixture();
    const text = JSON.stringify(anonymous);
    for (const bytes of [text, `${text}\n`, JSON.stringify(anonymous, null, 2)]) {
      const body = { form: "bytes", bytes: Buffer.from(bytes) } as const;
      expect((await receiver.receive(delivery(text, { body }))).status).toBe(200);
    }
    expect(await receiver.unreadable.list()).toHaveLength(1);
  });

  it("gets a 503 from a memory inbox", async () => {
    const { receiver, reports } = createFixture({ inbox: memoryInbox() });
    expect((await receiver.receive(delivery(anonymous))).status).toBe(503);
    expect(reports).toMatchObject([{ outcome: "unreadable", status: 503 }]);
    expect(await receiver.unreadable.list()).toHaveLength(1);
  });

  it("gets a 503 if the store fails", async () => {
    const error = new Error("the disk is full");
    const inbox = { ...durableInbox(), unreadable: { ...memoryInbox().unreadable } };
    inbox.unreadable.add = () => Promise.reject(error);
    const { receiver, reports } = createFixture({ inbox });
    expect((await receiver.receive(delivery(anonymous))).status).toBe(503);
    expect(reports).toMatchObject([{ outcome: "inbox-unavailable", error }]);
    expect(reports[0]?.reason).toMatch(/^user_id is null/);
  });

  it("gets a 503 if its account is unknown", async () => {
    const error = new Error("no such merchant");
    const { receiver, reports } = createFixture({ account: () => Promise.reject(error) });
    expect((await receiver.receive(delivery(anonymous))).status).toBe(503);
    expect(reports).toMatchObject([{ outcome: "inbox-unavailable", error }]);
  });

  it.each([
    ["an inbox without a store", { inbox: { ...durableInbox(), unreadable: undefined } }],
    ["a queue without a store", { queue: { add: async () => undefined }, inbox: undefined }],
    [
      "a queue and an inbox in memory",
      { queue: { add: async () => undefined }, inbox: memoryInbox() },
    ],
  ])("gets a 503 with %s", async (_name, options) => {
    const { receiver, reports } = createFixture(options);
    expect((await receiver.receive(delivery(anonymous))).status).toBe(503);
    expect(reports).toMatchObject([{ outcome: "unreadable", status: 503, matched: "raw" }]);
    expect(await receiver.unreadable.list()).toMatchObject([{ text: JSON.stringify(anonymous) }]);
  });

  it.each([
    ["no inbox", undefined],
    ["an inbox in memory", memoryInbox()],
    ["an inbox without a store", { ...durableInbox(), unreadable: undefined }],
  ])("is stored by a queue, with %s", async (_name, inbox) => {
    const stored: Change[] = [];
    const queue = {
      add: async (change: Change) => void stored.push(change),
      unreadable: memoryInbox().unreadable,
    };
    const { receiver } = createFixture({ queue, inbox });
    expect((await receiver.receive(delivery(anonymous))).status).toBe(200);
    expect(await queue.unreadable.list()).toMatchObject([{ text: JSON.stringify(anonymous) }]);
    const later = createFixture({ queue, inbox, contract: optional }).receiver;
    expect((await later.unreadable.replay()).settled).toEqual({ queued: 1 });
    expect(stored.map(({ content }) => JSON.parse(content))).toEqual([anonymous]);
    expect(await later.unreadable.list()).toEqual([]);
  });

  it("is stored by a durable inbox first", async () => {
    const queue = { add: async () => undefined, unreadable: memoryInbox().unreadable };
    const { receiver } = createFixture({ queue });
    expect((await receiver.receive(delivery(anonymous))).status).toBe(200);
    expect(await queue.unreadable.list()).toEqual([]);
  });

  it("gets a 400 from verify", async () => {
    const { receiver } = createFixture();
    const { event, response } = await receiver.verify(delivery(anonymous));
    expect([event, response?.status, response?.outcome]).toEqual([undefined, 400, "malformed"]);
    expect(await receiver.unreadable.list()).toEqual([]);
  });

  it("gets a 400 if it nests too deep", async () => {
    const { receiver } = createFixture();
    const deep = `{"data":${"[".repeat(64)}${"]".repeat(64)}}`;
    expect((await receiver.receive(delivery(deep))).outcome).toBe("malformed");
    expect(await receiver.unreadable.list()).toEqual([]);
  });

  it("is not stored with an invalid signature", async () => {
    const { receiver } = createFixture();
    const forged = delivery(anonymous, { headers: { "x-signature": "A".repeat(40) } });
    expect((await receiver.receive(forged)).outcome).toBe("bad-signature");
    expect(await receiver.unreadable.list()).toEqual([]);
  });
});

describe("the memory store", () => {
  it("keeps the last 1,000", async () => {
    const { receiver, reports } = createFixture({ inbox: memoryInbox() });
    for (let at = 0; at <= 1_000; at += 1) {
      await receiver.receive(delivery({ ...anonymous, transaction_id: `t-${at}` }));
    }
    const entries = await receiver.unreadable.list();
    expect(entries).toHaveLength(1_000);
    expect(entries.some(({ text }) => text.includes('"t-0"'))).toBe(false);
    expect(reports.filter(({ reason }) => reason?.includes("dropped"))).toEqual([reports.at(-1)]);
  });
});

describe("a replay", () => {
  /** Creates an inbox with deliveries that the documented contract cannot read. */
  async function storeUnreadable(...payloads: (object | string)[]): Promise<Inbox> {
    const { receiver } = createFixture();
    for (const payload of payloads) {
      expect((await receiver.receive(delivery(payload))).outcome).toBe("unreadable");
    }
    return receiver.inbox;
  }

  it("applies readable entries once", async () => {
    const inbox = await storeUnreadable(anonymous);
    const { receiver, reports } = createFixture({ inbox, contract: optional });
    const handler = vi.fn<(event: unknown, context: object) => void>();
    receiver.on("deposit.successful", handler);
    expect(await receiver.unreadable.replay()).toEqual({ settled: { processed: 1 }, kept: [] });
    expect(await receiver.unreadable.list()).toEqual([]);
    expect(await receiver.unreadable.replay()).toEqual({ settled: {}, kept: [] });
    expect(handler).toHaveBeenCalledTimes(1);
    expect(handler).toHaveBeenCalledWith(
      anonymous,
      expect.objectContaining({ source: "webhook", request: undefined, account: "default" }),
    );
    expect(reports).toMatchObject([{ outcome: "processed", status: undefined }]);
    // The gateway's retry may arrive later.
    expect((await receiver.receive(delivery(anonymous))).outcome).toBe("duplicate");
  });

  it("applies in the order of receipt", async () => {
    const pending = { ...anonymous, status: "pending" };
    const inbox = await storeUnreadable(pending, anonymous);
    const { receiver } = createFixture({ inbox, contract: optional });
    const seen: string[] = [];
    receiver.on("*", ({ status }) => void seen.push(status));
    await receiver.unreadable.replay();
    expect(seen).toEqual(["pending", "successful"]);
  });

  it("removes duplicate, stale and unhandled changes", async () => {
    const pending = { ...anonymous, status: "pending" };
    const other = { ...anonymous, transaction_id: "t-2", transaction_type: "withdrawal" };
    const inbox = await storeUnreadable(anonymous, pending, other);
    const { receiver } = createFixture({ inbox, contract: optional });
    receiver.on("deposit.*", () => undefined);
    await receiver.receive(delivery(anonymous));
    expect(await receiver.unreadable.replay()).toEqual({
      settled: { duplicate: 1, stale: 1, unhandled: 1 },
      kept: [],
    });
    expect(await receiver.unreadable.list()).toEqual([]);
  });

  it("keeps unreadable entries with their current problem", async () => {
    const inbox = await storeUnreadable("no json", anonymous);
    const contract = { webhook: { at: "data" } };
    const { receiver } = createFixture({ inbox, contract });
    const { settled, kept } = await receiver.unreadable.replay();
    expect([settled, kept.map(({ problem }) => problem)]).toEqual([
      {},
      ["the body is not JSON", "the body has no data; fix contract.webhook.at"],
    ]);
    expect(await receiver.unreadable.list()).toHaveLength(2);
  });

  it("keeps conflicts and failed changes", async () => {
    const inbox = await storeUnreadable(anonymous, { ...anonymous, transaction_id: "t-2" });
    const { receiver } = createFixture({ inbox, contract: optional });
    receiver.on("*", ({ transaction_id }) => {
      if (transaction_id === "t-2") throw new Error("no");
    });
    await receiver.receive(delivery({ ...anonymous, amount: "900.00" }));
    const { settled, kept } = await receiver.unreadable.replay();
    expect(settled).toEqual({});
    expect(kept.map(({ problem }) => problem)).toEqual([
      "conflict",
      "handler-failed: 1 of 1 handlers of deposit.successful failed",
    ]);
    expect(await receiver.unreadable.list()).toHaveLength(2);
  });

  it("calls confirm first", async () => {
    const inbox = await storeUnreadable(anonymous);
    const statuses = ["pending", "successful"];
    const confirm = () => ({ transaction_status: statuses.shift() ?? "" });
    const { receiver } = createFixture({ inbox, contract: optional, confirm });
    receiver.on("*", () => undefined);
    expect((await receiver.unreadable.replay()).kept).toMatchObject([
      { problem: expect.stringMatching(/^unconfirmed: /) },
    ]);
    expect((await receiver.unreadable.replay()).settled).toEqual({ processed: 1 });
  });

  it("adds changes to the queue", async () => {
    const inbox = await storeUnreadable(anonymous);
    const changes: Change[] = [];
    const queue = { add: async (change: Change) => void changes.push(change) };
    const { receiver } = createFixture({ inbox, queue, contract: optional });
    receiver.on("*", () => expect.unreachable());
    expect((await receiver.unreadable.replay()).settled).toEqual({ queued: 1 });
    expect(JSON.parse(changes[0]?.content ?? "")).toEqual(anonymous);
  });

  it("applies once in two concurrent replays", async () => {
    const inbox = await storeUnreadable(anonymous);
    const seen: unknown[] = [];
    const receivers = [1, 2].map(() => createFixture({ inbox, contract: optional }).receiver);
    for (const receiver of receivers) {
      receiver.on("*", async (event) => {
        await new Promise((resolve) => setImmediate(resolve));
        seen.push(event);
      });
    }
    await Promise.all(receivers.map(({ unreadable }) => unreadable.replay()));
    await receivers[0]?.unreadable.replay();
    expect(seen).toEqual([anonymous]);
    expect(await receivers[0]?.unreadable.list()).toEqual([]);
  });

  it("rejects with the store's error", async () => {
    const inbox = { ...durableInbox(), unreadable: { ...memoryInbox().unreadable } };
    await createFixture({ inbox }).receiver.receive(delivery(anonymous));
    let isUnavailable = true;
    const removed = inbox.unreadable.remove.bind(inbox.unreadable);
    inbox.unreadable.remove = (key) =>
      isUnavailable ? Promise.reject(new Error("unavailable")) : removed(key);
    const { receiver } = createFixture({ inbox, contract: optional });
    const handler = vi.fn<() => void>();
    receiver.on("*", handler);
    await expect(receiver.unreadable.replay()).rejects.toThrow("unavailable");
    isUnavailable = false;
    expect((await receiver.unreadable.replay()).settled).toEqual({ duplicate: 1 });
    expect(handler).toHaveBeenCalledTimes(1);
  });
});

describe("several accounts on one inbox", () => {
  const secondPassword = "another-password-of-another-shop";

  it("list and replay only their own entries", async () => {
    const inbox = durableInbox();
    const [eu, us] = [
      createFixture({ inbox, account: "eu", contract: optional }),
      createFixture({
        inbox,
        account: "us",
        contract: optional,
        signaturePassword: secondPassword,
      }),
    ];
    const before = createFixture({ inbox, account: "eu" });
    await before.receiver.receive(delivery(anonymous));
    expect(await us.receiver.unreadable.list()).toEqual([]);
    expect(await us.receiver.unreadable.replay()).toEqual({ settled: {}, kept: [] });
    eu.receiver.on("*", () => undefined);
    expect((await eu.receiver.unreadable.replay()).settled).toEqual({ processed: 1 });
    expect(eu.reports).toMatchObject([{ account: "eu" }]);
  });

  it("have different keys for the same text", async () => {
    expect(await toUnreadableKey("eu", "{}")).not.toBe(await toUnreadableKey("us", "{}"));
    expect(await toUnreadableKey("a", "b{}")).not.toBe(await toUnreadableKey("ab", "{}"));
    expect(await toUnreadableKey("", "{}")).toMatch(/^[0-9a-f]{64}$/);
  });

  it("keep their entries after a rename", async () => {
    const inbox = durableInbox();
    await createFixture({ inbox, account: "old" }).receiver.receive(delivery(anonymous));
    await inbox.renameAccount?.("old", "new");
    const { receiver } = createFixture({ inbox, account: "new", contract: optional });
    receiver.on("*", () => undefined);
    expect(await receiver.unreadable.list()).toMatchObject([{ account: "old" }]);
    // A retry by the gateway is the same entry.
    await createFixture({ inbox, account: "new" }).receiver.receive(delivery(anonymous));
    expect(await receiver.unreadable.list()).toHaveLength(1);
    expect((await receiver.unreadable.replay()).settled).toEqual({ processed: 1 });
  });

  it("are all replayed if requests decide", async () => {
    const inbox = durableInbox();
    for (const account of ["eu", "us"]) {
      await createFixture({ inbox, account: () => account }).receiver.receive(delivery(anonymous));
    }
    const { receiver, reports } = createFixture({ inbox, account: () => "eu", contract: optional });
    receiver.on("*", () => undefined);
    expect((await receiver.unreadable.replay()).settled).toEqual({ processed: 2 });
    expect(reports.map(({ account }) => account)).toEqual(["eu", "us"]);
  });
});
