import { getEventListeners } from "node:events";
import { describe, expect, onTestFinished, test } from "vitest";
import { RequestRejectedError } from "../../src/client/errors.js";
import {
  answer,
  byMethod,
  charge,
  checkout,
  clientOf,
  failureOf,
  hang,
  inTurn,
  startGateway,
  type Reply,
} from "./stub-gateway.js";

/** Sends its head and the beginning of its body, and then no more. */
const hangInTheBody: Reply = (response) => {
  response.writeHead(200, { "content-type": "application/json" });
  response.write('{"transaction_status":');
};

describe("timeoutMs", () => {
  test.each([
    ["no answer", hang],
    ["an answer that does not end", hangInTheBody],
  ])("ends a call that only looks on %s", async (_name, reply) => {
    const gateway = await startGateway(reply);
    const error = await failureOf(
      clientOf(gateway).transactions.list(undefined, { timeoutMs: 400 }),
    );
    expect(error).toMatchObject({ code: "timeout", operation: "listTransactions" });
    expect(String(error)).toContain("400 ms");
    expect(gateway.seen.length).toBeLessThanOrEqual(1);
  });

  test("counts for all attempts together", async () => {
    const gateway = await startGateway(answer(503));
    const options = { retries: 1_000_000, retryDelayMs: 5, timeoutMs: 600 };
    const startedAt = performance.now();
    await failureOf(clientOf(gateway, options).transactions.list());
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(gateway.seen.length).toBeGreaterThan(1);
  });

  test("counts for a lost POST and the question what became of it together", async () => {
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

  test.each([
    ["never answers", () => new Promise<Response>(() => {})],
    ["never ends its body", () => Promise.resolve(new Response(new ReadableStream()))],
  ])("ends a call over a fetch that %s and heeds no signal", async (_name, deaf) => {
    const numipay = clientOf({ url: "https://gateway.example" }, { fetch: deaf, timeoutMs: 60 });
    expect(await failureOf(numipay.transactions.list())).toMatchObject({ code: "timeout" });
    expect(await failureOf(numipay.payments.hostedCheckout(checkout))).toMatchObject({
      code: "outcome_unknown",
    });
  });

  test("of one call is not that of the next", async () => {
    const gateway = await startGateway(inTurn(hang, answer(200, [])));
    const { transactions } = clientOf(gateway);
    await failureOf(transactions.list(undefined, { timeoutMs: 400 }));
    expect(await transactions.list()).toEqual([]);
  });
});

describe("a signal", () => {
  const reason = new Error("the customer closed the page");

  test("that says stop beforehand keeps a call from being sent", async () => {
    const gateway = await startGateway(answer(200, []));
    const { payments, transactions } = clientOf(gateway);
    const signal = AbortSignal.abort(reason);
    expect(await failureOf(transactions.list(undefined, { signal }))).toBe(reason);
    expect(await failureOf(payments.serverToServer(charge, { signal }))).toBe(reason);
    expect(gateway.seen).toEqual([]);
  });

  test.each([
    ["before the answer", hang],
    ["in the middle of the answer", hangInTheBody],
  ])("ends a call that only looks with its reason, %s", async (_name, reply) => {
    const stop = new AbortController();
    const gateway = await startGateway((response, seen) => {
      reply(response, seen);
      setImmediate(() => stop.abort(reason));
    });
    const { transactions } = clientOf(gateway);
    expect(await failureOf(transactions.status("a", { signal: stop.signal }))).toBe(reason);
    expect(gateway.seen).toHaveLength(1);
  });

  test("ends the connection too", async () => {
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

  // A caller may end what it does with the failure of another call; that says nothing of this one.
  test.each(["POST", "GET"])(
    "whose reason is another call's 404, during the %s, finds nothing out",
    async (during) => {
      const notFound = new RequestRejectedError({ operation: "x", status: 404, body: {} });
      const stop = new AbortController();
      const gateway = await startGateway((response, seen) => {
        if (seen.method === during) stop.abort(notFound);
        else answer(500)(response, seen);
      });
      const error = await failureOf(
        clientOf(gateway).payments.hostedCheckout(checkout, { signal: stop.signal }),
      );
      expect(error).toMatchObject({
        code: "outcome_unknown",
        lastKnownStatus: { state: "not-known" },
      });
    },
  );

  test("ends a POST on its way as unknown, without asking further", async () => {
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

  test("ends the question what became of a POST, and the outcome stays unknown", async () => {
    const stop = new AbortController();
    const gateway = await startGateway(
      byMethod({ POST: answer(500), GET: () => stop.abort(reason) }),
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

  test.each([
    [
      "a look",
      (numipay: ReturnType<typeof clientOf>, signal: AbortSignal) =>
        numipay.transactions.list(undefined, { signal }),
    ],
    [
      "a POST that could not leave",
      (numipay: ReturnType<typeof clientOf>, signal: AbortSignal) =>
        numipay.payments.hostedCheckout(checkout, { signal }),
    ],
  ])("ends the pause before the next attempt of %s with its reason", async (_name, call) => {
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

  test("gathers no listeners over many calls, and no warning comes", async () => {
    const warnings: Error[] = [];
    const collect = (warning: Error): void => void warnings.push(warning);
    process.on("warning", collect);
    onTestFinished(() => void process.off("warning", collect));
    const { signal } = new AbortController();
    const gateway = await startGateway((response, seen) =>
      answer(gateway.seen.length % 20 === 0 ? 200 : 503, [])(response, seen),
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
