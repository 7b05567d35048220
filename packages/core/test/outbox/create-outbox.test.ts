import { describe, expect, it } from "vitest";
import {
  AlreadyQueuedError,
  createJournal,
  createOutbox,
  type Inbox,
  isAlreadyQueuedError,
  memoryInbox,
  memoryJournal,
  memoryJournalStore,
  Numipay,
  type OutboxStore,
} from "../../src/index.js";
import { apiKey, charge, direct, failureOf, respondWith } from "../client/stub-gateway.js";
import { paid, page } from "./fixture.js";
import { payout, payoutKey, startOutbox } from "./outbox-fixture.js";

const baseUrl = "http://127.0.0.1:1";

/** A store whose transactions are synchronous, as those of better-sqlite3 are. */
function synchronousStore(): OutboxStore<undefined, true> {
  const queued = new Set<string>();
  const marks = new Set<string>();
  const add = (all: Set<string>, one: string): boolean => all.size < all.add(one).size;
  return {
    ...memoryJournalStore(),
    isSynchronous: true,
    enqueue: (_tx, { tracking_id }) => add(queued, tracking_id),
    markOnce: (_tx, { tracking_id }) => add(marks, tracking_id),
  };
}

function createSynchronous() {
  const journal = createJournal(synchronousStore());
  const numipay = new Numipay({ apiKey, baseUrl, journal });
  return createOutbox({ numipay, journal, inbox: memoryInbox() });
}

describe("createOutbox", () => {
  const journal = memoryJournal();
  const numipay = new Numipay({ apiKey, baseUrl, journal });
  const inbox = memoryInbox();
  const durable: Inbox = { ...inbox, durable: true };
  const durableJournal = createJournal({ ...memoryJournalStore(), durable: true });
  const journalStore = { ...memoryJournalStore(), enqueue: undefined };

  it.each<[string, object, string]>([
    ["numipay", { numipay: {} }, "must be a client"],
    ["numipay", { numipay: undefined }, "must be a client"],
    ["numipay", { journal: memoryJournal() }, "created with this journal"],
    ["journal", { journal: undefined }, "must be a journal that can queue"],
    ["journal", { journal: createJournal(journalStore) }, "must be a journal that can queue"],
    ["inbox", { inbox: undefined }, "must be an inbox"],
    ["handlerTimeoutMs", { handlerTimeoutMs: 0 }, "whole number"],
    ["onError", { onError: "log" }, "must be a function"],
    ["logger", { logger: {} }, "must have the methods error and warn"],
    ["handlerTimeout", { handlerTimeout: 1 }, "Did you mean handlerTimeoutMs?"],
    [
      "inbox",
      {
        journal: durableJournal,
        numipay: new Numipay({ apiKey, baseUrl, journal: durableJournal }),
      },
      "must be durable",
    ],
  ])("rejects an invalid %s (%#)", (option, change, problem) => {
    const options = { numipay, journal, inbox, ...change };
    expect(() => createOutbox(options as never)).toThrow(
      expect.objectContaining({ code: "invalid_option", option }),
    );
    expect(() => createOutbox(options as never)).toThrow(problem);
  });

  it("accepts an inbox that is durable", () => {
    expect(() => createOutbox({ numipay, journal, inbox: durable })).not.toThrow();
  });

  it("rejects an unknown outcome and what is no handler", () => {
    const outbox = createOutbox({ numipay, journal, inbox });
    expect(() => outbox.on("refuse" as never, () => undefined)).toThrow("Did you mean refused?");
    expect(() => outbox.on("refused", "handler" as never)).toThrow("must be a function");
    expect(() => outbox.on("refused", function* work() {} as never)).toThrow("generator");
  });

  it("does not start without a handler for refused", async () => {
    const outbox = createOutbox({ numipay, journal, inbox });
    outbox.on("confirmed", () => undefined);
    expect(() => outbox.start()).toThrow('of on("refused") is missing');
    await expect(outbox.runOnce()).rejects.toThrow('of on("refused") is missing');
  });

  it.each<[string, object]>([
    ["concurrency", { concurrency: 0 }],
    ["pollIntervalMs", { pollIntervalMs: 1.5 }],
    ["interval", { interval: 1 }],
  ])("does not start with an invalid %s", (option, options) => {
    const outbox = createOutbox({ numipay, journal, inbox }).on("refused", () => undefined);
    expect(() => outbox.start(options)).toThrow(expect.objectContaining({ option }));
  });
});

describe("enqueue", () => {
  it("records the call and sends nothing", async () => {
    const { gateway, outbox, store } = await startOutbox(paid);
    const metadata = { orderId: 7 };
    const request = { ...payout, amount: 30 };
    expect(await outbox.enqueue(undefined, "payouts.request", request, metadata)).toBeUndefined();
    expect(await store.read(payoutKey)).toMatchObject({
      operation: "requestPayout",
      state: "queued",
      attempts: 0,
      metadata: '{"orderId":7}',
      request: JSON.stringify(payout),
    });
    expect(gateway.seen).toHaveLength(0);
  });

  it("records the same digests as a direct call", async () => {
    const queued = await startOutbox(paid);
    await queued.outbox.enqueue(undefined, "payouts.request", payout);
    const sent = await startOutbox(paid);
    await sent.numipay.payouts.request(payout);
    const { digests, keyId } = (await sent.store.read(payoutKey)) ?? {};
    expect(await queued.store.read(payoutKey)).toMatchObject({ digests, keyId });
  });

  it("calls the store before it returns", async () => {
    const store = memoryJournalStore();
    let isCalled = false;
    store.enqueue = async () => (isCalled = true);
    const { outbox } = await startOutbox(paid, { store });
    const queuing = outbox.enqueue(undefined, "payouts.request", payout);
    expect(isCalled).toBe(true);
    await queuing;
  });

  it("rejects a tracking_id that was used", async () => {
    const { outbox, numipay } = await startOutbox(paid);
    await outbox.enqueue(undefined, "payouts.request", payout);
    const again = await failureOf(outbox.enqueue(undefined, "payouts.request", payout));
    expect(again).toBeInstanceOf(AlreadyQueuedError);
    expect(isAlreadyQueuedError(again)).toBe(true);
    expect(again).toMatchObject({ operation: "payouts.request", tracking_id: "payout-1" });
    const other = { ...payout, tracking_id: "payout-2" };
    await numipay.payouts.request(other);
    expect(
      isAlreadyQueuedError(await failureOf(outbox.enqueue(undefined, "payouts.request", other))),
    ).toBe(true);
  });

  it.each<[string, string, object, unknown]>([
    ["operation", "payments.serverToServer", charge, undefined],
    ["operation", "payout.request", payout, undefined],
    ["operation", "transactions.list", {}, undefined],
    ["amount", "payouts.request", { ...payout, amount: "a lot" }, undefined],
    ["tracking_id", "payouts.request", { ...payout, tracking_id: "" }, undefined],
    ["tracking_id", "payouts.reject", { transaction_id: "t-1" }, undefined],
    ["card_number", "payouts.request", { ...payout, card_number: charge.card_number }, undefined],
    ["note", "payments.direct", { ...direct, note: "4242 4242 4242 4242" }, undefined],
    ["more", "payments.direct", { ...direct, more: [{ cvv: "917" }] }, undefined],
    ["request", "payments.direct", { ...direct, more: "x".repeat(65_536) }, undefined],
    ["metadata", "payouts.request", payout, 1n],
    ["metadata", "payouts.request", payout, "x".repeat(4_096)],
    ["metadata", "payouts.request", payout, { note: `key ${apiKey}` }],
  ])("rejects an invalid %s", async (field, operation, request, metadata) => {
    const { outbox, store } = await startOutbox(paid);
    const queuing = outbox.enqueue(
      undefined,
      operation as "payouts.request",
      request as never,
      metadata,
    );
    const error = await failureOf(queuing);
    expect(error).toMatchObject({ code: "invalid_argument", field });
    expect(String(error)).not.toContain("4242");
    expect(await store.takeDue("default", 10, 1)).toEqual([]);
  });

  it("names PCI for a card payment", async () => {
    const { outbox } = await startOutbox(paid);
    const queuing = outbox.enqueue(undefined, "payments.serverToServer" as never, charge as never);
    await expect(queuing).rejects.toThrow(/PCI DSS.*numipay\.payments\.serverToServer/);
  });

  it("returns no promise with a synchronous store", () => {
    const outbox = createSynchronous();
    expect(outbox.enqueue(undefined, "payouts.request", payout)).toBeUndefined();
    expect(() => outbox.enqueue(undefined, "payouts.request", payout)).toThrow(AlreadyQueuedError);
    expect(() => outbox.enqueue(undefined, "payouts.request", {} as never)).toThrow("is required");
  });
});

describe("refundOnce", () => {
  it("runs one refund of a tracking_id", async () => {
    const { outbox } = await startOutbox(paid);
    const refunds: number[] = [];
    const refund = async (): Promise<void> => void refunds.push(30);
    expect(await outbox.refundOnce(undefined, "payout-1", refund)).toBe(true);
    expect(await outbox.refundOnce(undefined, "payout-1", refund)).toBe(false);
    expect(await outbox.refundOnce(undefined, "payout-2", refund)).toBe(true);
    expect(refunds).toHaveLength(2);
  });

  it("rejects with the error of the refund", async () => {
    const { outbox } = await startOutbox(paid);
    const refund = () => Promise.reject(new Error("no wallet"));
    await expect(outbox.refundOnce(undefined, "payout-1", refund)).rejects.toThrow("no wallet");
    await expect(outbox.refundOnce(undefined, "", refund)).rejects.toThrow("tracking_id must be");
  });

  it("returns no promise with a synchronous store", () => {
    const outbox = createSynchronous();
    const refunds: number[] = [];
    expect(outbox.refundOnce(undefined, "payout-1", () => void refunds.push(30))).toBe(true);
    expect(outbox.refundOnce(undefined, "payout-1", () => void refunds.push(30))).toBe(false);
    expect(refunds).toEqual([30]);
    const late = async () => Promise.reject(new Error("late"));
    expect(() => outbox.refundOnce(undefined, "payout-2", late)).toThrow("returned a promise");
  });
});

describe("the handlers", () => {
  it("get the call and its response", async () => {
    const { outbox } = await startOutbox(paid);
    const seen: unknown[] = [];
    outbox.on("confirmed", (intent, context) => void seen.push(intent, context));
    await outbox.enqueue(undefined, "payouts.request", payout, { orderId: 7 });
    expect(await outbox.runOnce()).toMatchObject({ confirmed: 1 });
    expect(seen).toEqual([
      {
        account: "default",
        operation: "payouts.request",
        tracking_id: "payout-1",
        request: payout,
        metadata: { orderId: 7 },
        recordedAt: expect.stringMatching(/Z$/),
        attempts: 1,
        response: page,
        lastKnownStatus: undefined,
      },
      {
        type: "outbox.confirmed",
        account: "default",
        idempotencyKey: "outbox:default:transaction:payout-1:confirmed",
        fencingToken: expect.any(Number),
        tx: undefined,
      },
    ]);
  });

  it("get the problem of a refusal", async () => {
    const { outbox } = await startOutbox(respondWith(422, { message: "for Ann Smith" }));
    const seen: unknown[] = [];
    outbox.on("refused", ({ problem, request }) => void seen.push(problem, request));
    await outbox.enqueue(undefined, "payouts.request", payout);
    expect(await outbox.runOnce()).toMatchObject({ refused: 1 });
    const message = "requestPayout was rejected by the gateway with 422.";
    expect(seen).toEqual([{ code: "request_rejected", httpStatus: 422, message }, payout]);
  });

  it("get both ids of a decision", async () => {
    const { gateway, outbox } = await startOutbox(respondWith(200, {}));
    const seen: unknown[] = [];
    outbox.on("confirmed", ({ request, operation }) => void seen.push(operation, request));
    const name = { tracking_id: "payout-1", transaction_id: "t-1" };
    await outbox.enqueue(undefined, "payouts.reject", name);
    await outbox.runOnce();
    expect(seen).toEqual(["payouts.reject", name]);
    expect(gateway.seen.map(({ method }) => method)).toEqual(["POST"]);
  });
});
