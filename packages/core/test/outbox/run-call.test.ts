import { describe, expect, it } from "vitest";
import { nothingWasDone } from "../../src/index.js";
import {
  byMethod,
  charge,
  checkout,
  clientOf,
  closedPort,
  cutTheSocket,
  direct,
  failureOf,
  hang,
  inSequence,
  type Reply,
  respondWith,
  startGateway,
} from "../client/stub-gateway.js";
import { order, page, paid, pending, startJournalled } from "./fixture.js";

const decision = { ...order, slot: "decision" as const };

describe("a repeated call", () => {
  it("returns the recorded response and is sent once", async () => {
    const { gateway, connect, stateOf } = await startJournalled(paid);
    expect(await connect().payments.hostedCheckout(checkout)).toEqual(page);
    expect(await connect().payments.hostedCheckout({ ...checkout, amount: 200 })).toEqual(page);
    expect(gateway.seen).toHaveLength(1);
    expect(await stateOf()).toBe("confirmed");
  });

  it("is sent again without a journal", async () => {
    const gateway = await startGateway(paid);
    for (let i = 0; i < 2; i += 1) await clientOf(gateway).payments.hostedCheckout(checkout);
    expect(gateway.count("POST")).toBe(2);
  });

  it("is sent once per account", async () => {
    const { gateway, connect } = await startJournalled(paid);
    await connect().payments.hostedCheckout(checkout);
    await connect({}, { account: "shop-2" }).payments.hostedCheckout(checkout);
    expect(gateway.count("POST")).toBe(2);
  });

  it("throws with the status when the response has expired", async () => {
    const { gateway, connect } = await startJournalled(byMethod({ POST: paid, GET: pending }));
    await connect({}, { responseTtlMs: 1 }).payments.hostedCheckout(checkout);
    await expect
      .poll(() => failureOf(connect().payments.hostedCheckout(checkout)))
      .toMatchObject({
        code: "already_sent",
        operation: "hostedCheckout",
        tracking_id: "order-1",
        lastKnownStatus: { state: "found", transaction_status: "pending" },
      });
    expect(gateway.count("POST")).toBe(1);
  });

  it("throws with the status when storeUrl is false", async () => {
    const { store, connect } = await startJournalled(byMethod({ POST: paid, GET: pending }));
    const numipay = connect({}, { storeUrl: false });
    expect(await numipay.payments.hostedCheckout(checkout)).toEqual(page);
    const error = await failureOf(numipay.payments.hostedCheckout(checkout));
    expect(error).toMatchObject({ code: "already_sent", name: "AlreadySentError" });
    expect(String(error)).toContain("Its status is pending.");
    expect(nothingWasDone(error)).toBe(false);
    expect(JSON.stringify(await store.read(order))).not.toContain(page.url);
  });

  it("returns a response without a url when storeUrl is false", async () => {
    const charged = { transaction_status: "successful", url: "" };
    const { gateway, connect } = await startJournalled(respondWith(200, charged));
    const numipay = connect({}, { storeUrl: false });
    await numipay.payments.serverToServer(charge);
    expect(await numipay.payments.serverToServer(charge)).toEqual(charged);
    expect(gateway.count("POST")).toBe(1);
  });

  it("is not sent after a change of the API key", async () => {
    const { gateway, connect } = await startJournalled(byMethod({ POST: paid, GET: pending }));
    await connect().payments.hostedCheckout(checkout);
    const rotated = connect({ apiKey: "test-key-0002" });
    await expect(rotated.payments.hostedCheckout(checkout)).rejects.toMatchObject({
      code: "already_sent",
    });
    expect(gateway.count("POST")).toBe(1);
  });
});

describe("a call with other content", () => {
  it.each([
    ["amount", { amount: "200.01" }],
    ["currency", { currency: "USD" }],
    ["return_url", { return_url: "https://shop.example/" }],
    ["more", { more: { a: 1 } }],
  ])("is refused, naming %s", async (field, change) => {
    const { gateway, numipay } = await startJournalled(paid);
    await numipay.payments.hostedCheckout(checkout);
    const error = await failureOf(numipay.payments.hostedCheckout({ ...checkout, ...change }));
    expect(error).toMatchObject({ code: "request_mismatch", field, tracking_id: "order-1" });
    expect(nothingWasDone(error)).toBe(false);
    expect(gateway.count("POST")).toBe(1);
  });

  it("is refused as another operation", async () => {
    const { gateway, numipay } = await startJournalled(paid);
    await numipay.payments.hostedCheckout(checkout);
    const others = [() => numipay.payments.direct(direct), () => numipay.payouts.request(checkout)];
    for (const call of others) {
      await expect(call()).rejects.toMatchObject({ code: "request_mismatch", field: "operation" });
    }
    expect(gateway.count("POST")).toBe(1);
  });

  it("ignores the order of keys", async () => {
    const { numipay } = await startJournalled(paid);
    await numipay.payments.hostedCheckout<{ more: object }>({
      ...checkout,
      more: { a: 1, b: 2 },
    });
    const repeated = { more: { b: 2, a: 1 }, ...checkout };
    expect(await numipay.payments.hostedCheckout(repeated)).toEqual(page);
  });

  it("is refused after an unclear attempt, which stays unknown", async () => {
    const reply = byMethod({ POST: cutTheSocket, GET: respondWith(404) });
    const { gateway, numipay, stateOf } = await startJournalled(reply);
    await failureOf(numipay.payments.hostedCheckout(checkout));
    await expect(
      numipay.payments.hostedCheckout({ ...checkout, amount: "1.00" }),
    ).rejects.toMatchObject({ code: "request_mismatch", field: "amount" });
    expect(await stateOf()).toBe("unknown");
    expect(gateway.count("POST")).toBe(1);
  });
});

describe("simultaneous calls", () => {
  it("send one and return its response to all", async () => {
    const { gateway, connect } = await startJournalled(paid);
    const calls = Array.from({ length: 8 }, () => connect().payments.hostedCheckout(checkout));
    expect(await Promise.all(calls)).toEqual(Array.from({ length: 8 }, () => page));
    expect(gateway.count("POST")).toBe(1);
  });

  it("report the call in progress at half the time limit", async () => {
    const { gateway, connect } = await startJournalled(hang);
    const stop = new AbortController();
    const first = failureOf(connect().payments.hostedCheckout(checkout, { signal: stop.signal }));
    await expect.poll(() => gateway.count("POST")).toBe(1);
    const second = connect().payments.hostedCheckout(checkout, { timeoutMs: 100 });
    const error = await failureOf(second);
    expect(error).toMatchObject({ code: "in_progress", name: "InProgressError" });
    expect(nothingWasDone(error)).toBe(false);
    stop.abort();
    expect(await first).toMatchObject({ code: "outcome_unknown" });
    expect(gateway.count("POST")).toBe(1);
  });

  it("stop waiting when the caller aborts", async () => {
    const { gateway, connect } = await startJournalled(hang);
    const [first, second] = [new AbortController(), new AbortController()];
    const sent = failureOf(connect().payments.hostedCheckout(checkout, { signal: first.signal }));
    await expect.poll(() => gateway.count("POST")).toBe(1);
    const { signal } = second;
    const waiting = failureOf(connect().payments.hostedCheckout(checkout, { signal }));
    second.abort(new Error("no longer wanted"));
    expect(String(await waiting)).toBe("Error: no longer wanted");
    first.abort();
    await sent;
  });
});

describe("after a connection that is cut once the gateway has committed", () => {
  /** Commits each POST, then cuts the connection; knows only what was committed. */
  function committing(): Reply {
    let committed = 0;
    return byMethod({
      POST: (response, seen) => {
        committed += 1;
        cutTheSocket(response, seen);
      },
      GET: (response, seen) => (committed === 0 ? respondWith(404) : pending)(response, seen),
    });
  }

  it("confirms the transaction and does not send it again", async () => {
    const { gateway, connect, stateOf } = await startJournalled(committing());
    await expect(connect().payouts.request(checkout)).rejects.toMatchObject({
      code: "outcome_unknown",
      lastKnownStatus: { state: "found" },
    });
    expect(await stateOf()).toBe("confirmed");
    await expect(connect().payouts.request(checkout)).rejects.toMatchObject({
      code: "already_sent",
      lastKnownStatus: { state: "found", transaction_status: "pending" },
    });
    expect(gateway.count("POST")).toBe(1);
  });

  it("asks first, and stays unknown until the gateway has it", async () => {
    const rejected = respondWith(200, { transaction_status: "rejected" });
    const GET = inSequence(respondWith(404), respondWith(404), rejected);
    const reply = byMethod({ POST: cutTheSocket, GET });
    const { gateway, connect, stateOf } = await startJournalled(reply);
    for (let i = 0; i < 2; i += 1) {
      const error = await failureOf(connect().payouts.request(checkout));
      expect(error).toMatchObject({
        code: "outcome_unknown",
        lastKnownStatus: { state: "not-found" },
      });
      expect(String(error)).toContain("The journal does not send it again.");
      expect(nothingWasDone(error)).toBe(false);
      expect(await stateOf()).toBe("unknown");
    }
    await expect(connect().payouts.request(checkout)).rejects.toMatchObject({
      code: "already_sent",
      lastKnownStatus: { transaction_status: "rejected" },
    });
    expect(await stateOf()).toBe("confirmed");
    expect(gateway.count("POST")).toBe(1);
  });
});

describe("after a failure", () => {
  it.each([400, 401, 404, 422, 429])("sends again after a %s", async (status) => {
    const { gateway, numipay, stateOf } = await startJournalled(
      inSequence(respondWith(status), paid),
    );
    await expect(numipay.payments.hostedCheckout(checkout)).rejects.toMatchObject({
      code: "request_rejected",
    });
    expect(await stateOf()).toBe("refused");
    const fixed = { ...checkout, amount: "201.00" };
    expect(await numipay.payments.hostedCheckout(fixed)).toEqual(page);
    expect(gateway.count("POST")).toBe(2);
  });

  it.each([408, 409, 499, 500, 503])("never sends again after a %s", async (status) => {
    const reply = byMethod({ POST: respondWith(status), GET: respondWith(404) });
    const { gateway, numipay, stateOf } = await startJournalled(reply);
    for (let i = 0; i < 2; i += 1) {
      await expect(numipay.payments.hostedCheckout(checkout)).rejects.toMatchObject({
        code: "outcome_unknown",
      });
      expect(await stateOf()).toBe("unknown");
    }
    expect(gateway.count("POST")).toBe(1);
  });

  it("sends again when no connection could be made", async () => {
    const { gateway, connect, stateOf } = await startJournalled(paid);
    const nowhere = connect({ baseUrl: `http://127.0.0.1:${await closedPort()}`, retries: 0 });
    await expect(nowhere.payments.hostedCheckout(checkout)).rejects.toMatchObject({
      code: "connection_failed",
    });
    expect(await stateOf()).toBe("refused");
    expect(await connect().payments.hostedCheckout(checkout)).toEqual(page);
    expect(gateway.count("POST")).toBe(1);
  });

  it("sends again when the caller aborted between attempts to connect", async () => {
    const { gateway, connect, stateOf } = await startJournalled(paid);
    const stop = new AbortController();
    const reason = new Error("too late");
    const nowhere = connect({
      baseUrl: `http://127.0.0.1:${await closedPort()}`,
      retryDelayMs: 10_000,
      // Aborts during the delay that follows the failed attempt.
      fetch: (...args) => fetch(...args).finally(() => setImmediate(() => stop.abort(reason))),
    });
    const call = nowhere.payments.hostedCheckout(checkout, { signal: stop.signal });
    expect(await failureOf(call)).toBe(reason);
    expect(await stateOf()).toBe("refused");
    expect(await connect().payments.hostedCheckout(checkout)).toEqual(page);
    expect(gateway.count("POST")).toBe(1);
  });

  it("never sends again when the caller aborted after sending", async () => {
    const { gateway, connect, stateOf } = await startJournalled(
      byMethod({ POST: hang, GET: respondWith(404) }),
    );
    const stop = new AbortController();
    const call = failureOf(connect().payments.hostedCheckout(checkout, { signal: stop.signal }));
    await expect.poll(() => gateway.count("POST")).toBe(1);
    stop.abort();
    expect(await call).toMatchObject({ code: "outcome_unknown" });
    expect(await stateOf()).toBe("unknown");
    await expect(connect().payments.hostedCheckout(checkout)).rejects.toMatchObject({
      code: "outcome_unknown",
    });
    expect(gateway.count("POST")).toBe(1);
  });

  it("records nothing when the caller has aborted", async () => {
    const { gateway, numipay, stateOf } = await startJournalled(paid);
    const reason = new Error("too late");
    const signal = AbortSignal.abort(reason);
    const error = await failureOf(numipay.payments.hostedCheckout(checkout, { signal }));
    expect(error).toBe(reason);
    expect(await stateOf()).toBeUndefined();
    expect(gateway.seen).toHaveLength(0);
  });
});

describe("the decision on a payout", () => {
  const decided = respondWith(200, { message: "ok", transaction_status: "pending" });
  const payout = { tracking_id: "order-1", transaction_id: "t-1" };

  it("is sent once, by whichever id", async () => {
    const { gateway, numipay } = await startJournalled(decided);
    const first = await numipay.payouts.approve({ tracking_id: "order-1" });
    expect(await numipay.payouts.approve(payout)).toEqual(first);
    expect(gateway.count("POST")).toBe(1);
  });

  it("is sent once when only the second call has the transaction_id", async () => {
    const { gateway, numipay } = await startJournalled(respondWith(200));
    await numipay.payouts.reject({ tracking_id: "order-1" });
    expect(await numipay.payouts.reject(payout)).toEqual({});
    expect(gateway.count("POST")).toBe(1);
  });

  it("is separate from the request of the payout", async () => {
    const { gateway, numipay } = await startJournalled(inSequence(paid, decided));
    await numipay.payouts.request(checkout);
    await numipay.payouts.approve(payout);
    expect(gateway.count("POST")).toBe(2);
  });

  it.each(["pending", "successful"])(
    "refuses a reject after an unclear approve (%s)",
    async (now) => {
      const GET = respondWith(200, { transaction_status: now });
      const reply = byMethod({ POST: cutTheSocket, GET });
      const { gateway, numipay, stateOf } = await startJournalled(reply);
      await expect(numipay.payouts.approve(payout)).rejects.toMatchObject({
        code: "outcome_unknown",
      });
      // The payout exists before the decision: only its end proves that it was decided.
      expect(await stateOf(decision)).toBe(now === "pending" ? "unknown" : "confirmed");
      await expect(numipay.payouts.reject(payout)).rejects.toMatchObject({
        code: "request_mismatch",
        field: "operation",
      });
      expect(gateway.count("POST")).toBe(1);
    },
  );

  it("can be changed after the gateway refused it", async () => {
    const { gateway, numipay } = await startJournalled(
      inSequence(respondWith(400), respondWith(200)),
    );
    await failureOf(numipay.payouts.approve(payout));
    expect(await numipay.payouts.reject(payout)).toEqual({});
    expect(gateway.count("POST")).toBe(2);
  });

  it("is refused for another transaction_id", async () => {
    const { numipay } = await startJournalled(respondWith(200));
    await numipay.payouts.reject(payout);
    await expect(
      numipay.payouts.reject({ ...payout, transaction_id: "t-2" }),
    ).rejects.toMatchObject({ code: "request_mismatch", field: "transaction_id" });
  });

  it("needs the tracking_id", async () => {
    const { gateway, numipay } = await startJournalled(decided);
    await expect(numipay.payouts.reject({ transaction_id: "t-1" })).rejects.toMatchObject({
      code: "invalid_argument",
      field: "tracking_id",
    });
    expect(gateway.seen).toHaveLength(0);
  });
});
