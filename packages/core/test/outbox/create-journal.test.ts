import { describe, expect, it } from "vitest";
import { createJournal, memoryJournal, memoryJournalStore, Numipay } from "../../src/index.js";
import { apiKey, charge, checkout, respondWith } from "../client/stub-gateway.js";
import { order, page, startJournalled } from "./fixture.js";

describe("createJournal", () => {
  it.each<[string, object]>([
    ["account", { account: "" }],
    ["namespace", { namespace: "" }],
    ["storeUrl", { storeUrl: "no" }],
    ["responseTtlMs", { responseTtlMs: 0 }],
    ["responseTtlMs", { responseTtlMs: Infinity }],
    ["storeURL", { storeURL: false }],
  ])("rejects an invalid %s", (option, options) => {
    expect(() => createJournal(memoryJournalStore(), options)).toThrow(
      expect.objectContaining({ code: "invalid_option", option }),
    );
  });

  it.each([null, {}, "memory", memoryJournalStore()])("is needed for a client (%s)", (journal) => {
    expect(() => new Numipay({ journal: journal as never })).toThrow(
      /^journal must be a journal, such as memoryJournal\(\)\.$/,
    );
    expect(() => new Numipay({ journal: memoryJournal() })).not.toThrow();
  });
});

describe("the record", () => {
  it("is complete before the request arrives", async () => {
    const seen: unknown[] = [];
    const store = memoryJournalStore();
    const { numipay } = await startJournalled((response, request) => {
      void store.read(order).then((record) => {
        seen.push(record);
        respondWith(200, page)(response, request);
      });
    }, store);
    await numipay.payments.hostedCheckout(checkout);
    expect(seen).toMatchObject([{ operation: "hostedCheckout", state: "sending" }]);
  });

  it("has no card data, no key and no value of the request", async () => {
    const { store, numipay } = await startJournalled(
      respondWith(200, { transaction_status: "pending", url: "https://bank.example/3ds" }),
    );
    const unknown = { pan: charge.card_number, number: "4242 4242 4242 4242", note: "hello" };
    await numipay.payments.serverToServer<object>({ ...charge, ...unknown });
    const record = await store.read(order);
    expect(Object.keys(record?.digests ?? {})).toEqual(["amount", "currency", "note", "user_id"]);
    const text = JSON.stringify(record);
    for (const value of [
      apiKey,
      charge.card_number,
      charge.cvv,
      charge.card_holder,
      "200.00",
      "hello",
    ]) {
      expect(text).not.toContain(value);
    }
  });

  it("has other digests for equal values of another call", async () => {
    const { store, numipay } = await startJournalled(respondWith(200, page));
    await numipay.payments.hostedCheckout(checkout);
    await numipay.payments.hostedCheckout({ ...checkout, tracking_id: "order-2" });
    const [one, two] = await Promise.all(
      ["order-1", "order-2"].map((tracking_id) => store.read({ ...order, tracking_id })),
    );
    expect(one?.digests["amount"]).toMatch(/^[0-9a-f]{32}$/);
    expect(one?.digests["amount"]).not.toBe(two?.digests["amount"]);
    expect(one?.keyId).toBe(two?.keyId);
  });

  it("omits a response that repeats the card number", async () => {
    const echo = { transaction_status: "pending", echo: "4242-4242-4242-4242" };
    const { store, numipay } = await startJournalled(respondWith(200, echo));
    await numipay.payments.serverToServer(charge);
    expect(await store.read(order)).toMatchObject({ state: "confirmed", response: undefined });
  });

  it("omits a response that repeats the API key", async () => {
    const { store, numipay } = await startJournalled(
      respondWith(200, { url: `https://pay.example/?key=${apiKey}` }),
    );
    await numipay.payments.hostedCheckout(checkout);
    expect(await store.read(order)).toMatchObject({ state: "confirmed", response: undefined });
  });

  it.each([
    [65_000, true],
    [66_000, false],
  ])("of a response of %s characters is stored: %s", async (length, isStored) => {
    const { store, numipay } = await startJournalled(
      respondWith(200, { ...page, more: "x".repeat(length) }),
    );
    await numipay.payments.hostedCheckout(checkout);
    expect((await store.read(order))?.response !== undefined).toBe(isStored);
  });

  it("does not include numipay.request", async () => {
    const { gateway, numipay } = await startJournalled(respondWith(200, {}));
    const refund = { name: "refund", method: "POST", path: "/refunds", movesMoney: true } as const;
    for (let i = 0; i < 2; i += 1) await numipay.request(refund, { tracking_id: "order-1" });
    expect(gateway.count("POST")).toBe(2);
  });
});
