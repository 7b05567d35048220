import { describe, expect, it } from "vitest";
import { memoryJournalStore } from "../../src/outbox/memory-journal-store.js";
import {
  byMethod,
  checkout,
  closedPort,
  failureOf,
  inSequence,
  respondWith,
} from "../client/stub-gateway.js";
import {
  order,
  page,
  paid,
  pending,
  problemOf,
  queueCheckout,
  startJournalled,
} from "./fixture.js";
import { continueAfter, startStopped, type StopAfter } from "./stopped-process.js";

/** A journal whose checkout is queued. */
async function startQueued(...args: Parameters<typeof startJournalled>) {
  const store = memoryJournalStore();
  await queueCheckout(store);
  return { ...(await startJournalled(args[0], store)), store };
}

describe("a queued call", () => {
  it("is sent by a direct call with the same content", async () => {
    const { gateway, numipay, store } = await startQueued(paid);
    expect(await numipay.payments.hostedCheckout(checkout)).toEqual(page);
    expect(await store.read(order)).toMatchObject({
      state: "confirmed",
      attempts: 1,
      metadata: '{"orderId":7}',
      request: JSON.stringify(checkout),
    });
    expect(gateway.count("POST")).toBe(1);
  });

  it("stays queued after a direct call with other content", async () => {
    const { gateway, numipay, store } = await startQueued(paid);
    const changed = { ...checkout, amount: "201.00" };
    expect(await failureOf(numipay.payments.hostedCheckout(changed))).toMatchObject({
      code: "request_mismatch",
      field: "amount",
    });
    expect(await store.read(order)).toMatchObject({ state: "queued" });
    expect(await store.takeDue("default", 1, 0)).toHaveLength(1);
    expect(gateway.count("POST")).toBe(0);
  });

  it.each([401, 403, 404, 425, 429])(
    "stays queued after a %s, and is due later",
    async (status) => {
      const { gateway, numipay, store } = await startQueued(inSequence(respondWith(status), paid));
      expect(await failureOf(numipay.payments.hostedCheckout(checkout))).toMatchObject({ status });
      expect(await store.read(order)).toMatchObject({ state: "queued", attempts: 1 });
      expect(await store.takeDue("default", 1, 0)).toEqual([]);
      expect(gateway.count("POST")).toBe(1);
      expect(await numipay.payments.hostedCheckout(checkout)).toEqual(page);
    },
  );

  it("stays queued when no connection could be made", async () => {
    const { connect, store } = await startQueued(paid);
    const nowhere = connect({ baseUrl: `http://127.0.0.1:${await closedPort()}`, retries: 0 });
    await failureOf(nowhere.payments.hostedCheckout(checkout));
    expect(await store.read(order)).toMatchObject({ state: "queued" });
  });

  it("stays queued when the caller aborted before sending", async () => {
    const { gateway, connect, store } = await startQueued(paid);
    const stop = new AbortController();
    const aborting = connect({
      baseUrl: `http://127.0.0.1:${await closedPort()}`,
      retryDelayMs: 10_000,
      fetch: (...args) => fetch(...args).finally(() => setImmediate(() => stop.abort())),
    });
    await failureOf(aborting.payments.hostedCheckout(checkout, { signal: stop.signal }));
    expect(await store.read(order)).toMatchObject({ state: "queued" });
    expect(gateway.count("POST")).toBe(0);
  });

  it.each([400, 402, 422])("is refused after a %s", async (status) => {
    const { numipay, store } = await startQueued(respondWith(status));
    await failureOf(numipay.payments.hostedCheckout(checkout));
    expect(await store.read(order)).toMatchObject({ state: "refused" });
  });

  it("is given back when its claim is granted too late", async () => {
    const { numipay, store } = await startQueued(paid);
    const claim = store.claim.bind(store);
    let letThrough = (): void => undefined;
    store.claim = async (...args) => {
      await new Promise<void>((resolve) => {
        letThrough = resolve;
      });
      return claim(...args);
    };
    const late = failureOf(numipay.payments.hostedCheckout(checkout, { timeoutMs: 20 }));
    expect(await late).toMatchObject({ code: "journal_unavailable" });
    letThrough();
    await expect.poll(async () => (await store.read(order))?.attempts).toBe(1);
    await expect.poll(async () => (await store.read(order))?.state).toBe("queued");
  });
});

describe("a refused call", () => {
  it("stores the problem without the body of the response", async () => {
    const body = { message: "Ann Smith has no money", field: "user-1" };
    const { numipay, store } = await startJournalled(respondWith(422, body));
    await failureOf(numipay.payments.hostedCheckout(checkout));
    expect(problemOf(await store.read(order))).toEqual({
      code: "request_rejected",
      httpStatus: 422,
      message: "hostedCheckout was rejected by the gateway with 422.",
    });
  });

  it("stores the problem of a connection", async () => {
    const { connect, store } = await startJournalled(paid);
    const nowhere = connect({ baseUrl: `http://127.0.0.1:${await closedPort()}`, retries: 0 });
    await failureOf(nowhere.payments.hostedCheckout(checkout));
    expect(problemOf(await store.read(order))).toEqual({
      code: "connection_failed",
      message: expect.stringContaining("ECONNREFUSED"),
    });
  });

  it("stores nothing of the reason with which the caller aborted", async () => {
    const { connect, store } = await startJournalled(paid);
    const stop = new AbortController();
    const aborting = connect({
      baseUrl: `http://127.0.0.1:${await closedPort()}`,
      retryDelayMs: 10_000,
      fetch: (...args) =>
        fetch(...args).finally(() => setImmediate(() => stop.abort(new Error("for Ann Smith")))),
    });
    await failureOf(aborting.payments.hostedCheckout(checkout, { signal: stop.signal }));
    expect(problemOf(await store.read(order))).toEqual({
      code: "aborted",
      message: "The caller aborted the call before it was sent.",
    });
  });
});

describe.skipIf(process.platform !== "linux")("a stopped process", () => {
  it.each<StopAfter>(["claim", "attempt"])(
    "does not send after its %s when its time limit has passed",
    async (stopAfter) => {
      const { gateway } = await startJournalled(byMethod({ POST: paid, GET: pending }));
      // Long enough for a first attempt on a busy machine.
      const child = startStopped(gateway.url, 2_000, stopAfter);
      // After an attempt, the pause before the next one may end first: with that attempt's own error.
      const code = expect.stringMatching(
        stopAfter === "claim" ? /^timeout$/ : /^(timeout|connection_failed)$/,
      );
      expect(await continueAfter(child, 2_000)).toEqual({ code, state: "refused" });
      expect(gateway.seen).toHaveLength(0);
    },
  );

  it("sends when its time limit has not passed", async () => {
    const { gateway } = await startJournalled(byMethod({ POST: paid, GET: pending }));
    const child = startStopped(gateway.url, 60_000, "claim");
    expect(await continueAfter(child, 0)).toEqual({ code: "sent", state: "confirmed" });
    expect(gateway.count("POST")).toBe(1);
  });
});
