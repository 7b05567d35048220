import { getEventListeners } from "node:events";
import { describe, expect, it, onTestFinished } from "vitest";
import { RequestRejectedError } from "../../src/client/errors.js";
import type { Journal } from "../../src/outbox/create-journal.js";
import { memoryJournal } from "../../src/outbox/memory-journal.js";
import {
  apiKey,
  respondWith,
  byMethod,
  charge,
  checkout,
  clientOf,
  failureOf,
  hang,
  inSequence,
  startGateway,
  type Reply,
} from "./stub-gateway.js";

/** Sends the headers and the beginning of the body, then nothing. */
const hangInTheBody: Reply = (response) => {
  response.writeHead(200, { "content-type": "application/json" });
  response.write('{"transaction_status":');
};

describe("timeoutMs", () => {
  it.each([
    ["no response", hang],
    ["an unfinished response", hangInTheBody],
  ])("ends a read on %s", async (_name, reply) => {
    const gateway = await startGateway(reply);
    const error = await failureOf(
      clientOf(gateway).transactions.list(undefined, { timeoutMs: 400 }),
    );
    expect(error).toMatchObject({ code: "timeout", operation: "listTransactions" });
    expect(String(error)).toContain("400 ms");
    expect(gateway.seen.length).toBeLessThanOrEqual(1);
  });

  it("covers all attempts", async () => {
    const gateway = await startGateway(respondWith(503));
    const options = { retries: 1_000_000, retryDelayMs: 5, timeoutMs: 600 };
    const startedAt = performance.now();
    await failureOf(clientOf(gateway, options).transactions.list());
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(gateway.seen.length).toBeGreaterThan(1);
  });

  it("covers a lost POST and its status check", async () => {
    const gateway = await startGateway(hang);
    const startedAt = performance.now();
    const error = await failureOf(
      clientOf(gateway, { timeoutMs: 300 }).payments.hostedCheckout(checkout),
    );
    expect(error).toMatchObject({
      code: "outcome_unknown",
      lastKnownStatus: { state: "not-known" },
    });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(gateway.seen.map(({ method }) => method)).toEqual(["POST", "GET"]);
  });

  it.each([
    ["never responds", () => new Promise<Response>(() => {})],
    ["never ends the body", () => Promise.resolve(new Response(new ReadableStream()))],
  ])("ends a call whose fetch %s", async (_name, unresponsive) => {
    const numipay = clientOf(
      { url: "https://gateway.example" },
      { fetch: unresponsive, timeoutMs: 60 },
    );
    expect(await failureOf(numipay.transactions.list())).toMatchObject({ code: "timeout" });
    expect(await failureOf(numipay.payments.hostedCheckout(checkout))).toMatchObject({
      code: "outcome_unknown",
    });
  });

  it("does not affect the next call", async () => {
    const gateway = await startGateway(inSequence(hang, respondWith(200, [])));
    const { transactions } = clientOf(gateway);
    await failureOf(transactions.list(undefined, { timeoutMs: 400 }));
    expect(await transactions.list()).toEqual([]);
  });
});

describe("signal", () => {
  const reason = new Error("the customer closed the page");

  it("prevents the call when already aborted", async () => {
    const gateway = await startGateway(respondWith(200, []));
    const { payments, transactions } = clientOf(gateway);
    const signal = AbortSignal.abort(reason);
    expect(await failureOf(transactions.list(undefined, { signal }))).toBe(reason);
    expect(await failureOf(payments.serverToServer(charge, { signal }))).toBe(reason);
    expect(gateway.seen).toEqual([]);
  });

  it.each([
    ["before the response", hang],
    ["during the response", hangInTheBody],
  ])("ends a read with its reason %s", async (_name, reply) => {
    const stop = new AbortController();
    const gateway = await startGateway((response, seen) => {
      reply(response, seen);
      setImmediate(() => stop.abort(reason));
    });
    const { transactions } = clientOf(gateway);
    expect(await failureOf(transactions.status("a", { signal: stop.signal }))).toBe(reason);
    expect(gateway.seen).toHaveLength(1);
  });

  it("closes the connection", async () => {
    const stop = new AbortController();
    let closed: Promise<unknown> | undefined;
    const gateway = await startGateway((response) => {
      closed = new Promise((resolve) => response.once("close", resolve));
      stop.abort(reason);
    });
    await failureOf(clientOf(gateway).transactions.status("a", { signal: stop.signal }));
    await closed;
    expect(gateway.seen).toHaveLength(1);
  });

  // A caller may abort with the error of another call, which must not be taken for this call's response.
  it.each(["POST", "GET"])("is not read as a 404 during the %s", async (during) => {
    const notFound = new RequestRejectedError({ operation: "x", status: 404, body: {} });
    const stop = new AbortController();
    const gateway = await startGateway((response, seen) => {
      if (seen.method === during) stop.abort(notFound);
      else respondWith(500)(response, seen);
    });
    const error = await failureOf(
      clientOf(gateway).payments.hostedCheckout(checkout, { signal: stop.signal }),
    );
    expect(error).toMatchObject({
      code: "outcome_unknown",
      lastKnownStatus: { state: "not-known" },
    });
  });

  it("leaves a sent POST's outcome unknown", async () => {
    const stop = new AbortController();
    const gateway = await startGateway(() => stop.abort(reason));
    const error = await failureOf(
      clientOf(gateway).payments.serverToServer(charge, { signal: stop.signal }),
    );
    expect(error).toMatchObject({
      code: "outcome_unknown",
      tracking_id: "order-1",
      lastKnownStatus: { state: "not-known" },
    });
    expect(gateway.seen.map(({ method }) => method)).toEqual(["POST"]);
  });

  it("aborts the status check of a lost POST", async () => {
    const stop = new AbortController();
    const gateway = await startGateway(
      byMethod({ POST: respondWith(500), GET: () => stop.abort(reason) }),
    );
    const error = await failureOf(
      clientOf(gateway).payments.hostedCheckout(checkout, { signal: stop.signal }),
    );
    expect(error).toMatchObject({
      code: "outcome_unknown",
      lastKnownStatus: { state: "not-known" },
    });
    expect(gateway.seen.map(({ method }) => method)).toEqual(["POST", "GET"]);
  });

  it.each([
    [
      "a read",
      (numipay: ReturnType<typeof clientOf>, signal: AbortSignal) =>
        numipay.transactions.list(undefined, { signal }),
    ],
    [
      "an unsent POST",
      (numipay: ReturnType<typeof clientOf>, signal: AbortSignal) =>
        numipay.payments.hostedCheckout(checkout, { signal }),
    ],
  ])("ends the retry delay of %s", async (_name, call) => {
    const stop = new AbortController();
    let attempts = 0;
    const refused: typeof fetch = async () => {
      attempts += 1;
      setImmediate(() => stop.abort(reason));
      throw new TypeError("fetch failed", {
        cause: Object.assign(new Error("x"), { code: "ECONNREFUSED", syscall: "connect" }),
      });
    };
    const options = { fetch: refused, retryDelayMs: 5_000, timeoutMs: 100_000 };
    const numipay = clientOf({ url: "https://gateway.example" }, options);
    expect(await failureOf(call(numipay, stop.signal))).toBe(reason);
    expect(attempts).toBe(1);
  });

  it("leaves no listeners over many calls", async () => {
    const warnings: Error[] = [];
    const collect = (warning: Error): void => void warnings.push(warning);
    process.on("warning", collect);
    onTestFinished(() => void process.off("warning", collect));
    const { signal } = new AbortController();
    const gateway = await startGateway((response, seen) =>
      respondWith(gateway.seen.length % 20 === 0 ? 200 : 503, [])(response, seen),
    );
    const { transactions } = clientOf(gateway, { retries: 25, retryDelayMs: 0 });
    for (let call = 0; call < 20; call += 1) {
      await transactions.list(undefined, { signal });
    }
    await new Promise((resolve) => setImmediate(resolve));
    expect(gateway.seen).toHaveLength(400);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    expect(warnings).toEqual([]);
  });
});

describe("metadata", () => {
  const client = async (journal: Journal | undefined) =>
    clientOf(await startGateway(respondWith(200, { url: "https://pay.example/1" })), { journal });
  const key = { account: "default", slot: "transaction", tracking_id: "order-1" } as const;

  it("is recorded and not sent", async () => {
    const gateway = await startGateway(respondWith(200, { url: "https://pay.example/1" }));
    const journal = memoryJournal();
    const numipay = clientOf(gateway, { journal });
    await numipay.payments.hostedCheckout(checkout, { metadata: { orderId: 7 } });
    expect(await journal.store.read(key)).toMatchObject({ metadata: '{"orderId":7}' });
    expect(gateway.seen[0]?.text).not.toContain("orderId");
  });

  it("is recorded with a decision", async () => {
    const journal = memoryJournal();
    const numipay = await client(journal);
    await numipay.payouts.reject({ tracking_id: "order-1" }, { metadata: "why" });
    const decision = { ...key, slot: "decision" } as const;
    expect(await journal.store.read(decision)).toMatchObject({ metadata: '"why"' });
  });

  it("may differ in a repeated call", async () => {
    const journal = memoryJournal();
    const numipay = await client(journal);
    const first = await numipay.payments.hostedCheckout(checkout, { metadata: 1 });
    expect(await numipay.payments.hostedCheckout(checkout, { metadata: 2 })).toEqual(first);
    expect(await journal.store.read(key)).toMatchObject({ metadata: "1" });
  });

  it("needs a journal", async () => {
    const numipay = await client(undefined);
    const error = await failureOf(numipay.payments.hostedCheckout(checkout, { metadata: 1 }));
    expect(error).toMatchObject({ code: "invalid_argument", field: "metadata" });
    expect(String(error)).toContain("metadata needs a journal");
  });

  it.each([
    ["a bigint", 1n],
    ["a function", () => 1],
    ["4,097 characters", "x".repeat(4_095)],
  ])("cannot be %s", async (_what, metadata) => {
    const numipay = await client(memoryJournal());
    const error = await failureOf(numipay.payments.hostedCheckout(checkout, { metadata }));
    expect(error).toMatchObject({ code: "invalid_argument", field: "metadata" });
  });

  it("can have 4,096 characters", async () => {
    const numipay = await client(memoryJournal());
    const call = numipay.payments.hostedCheckout(checkout, { metadata: "x".repeat(4_094) });
    expect(await call).toHaveProperty("url");
  });

  it.each([charge.card_number, { number: "4242 4242 4242 4242" }, { key: apiKey }])(
    "cannot have card data or the key (%j)",
    async (metadata) => {
      const journal = memoryJournal();
      const numipay = await client(journal);
      const error = await failureOf(numipay.payments.serverToServer(charge, { metadata }));
      expect(error).toMatchObject({ code: "invalid_argument", field: "metadata" });
      expect(await journal.store.read(key)).toBeUndefined();
    },
  );
});
