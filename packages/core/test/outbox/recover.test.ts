import { describe, expect, it } from "vitest";
import { memoryJournal, Numipay, recover, type RecoverProgress } from "../../src/index.js";
import { failureOf, hang, respondWith } from "../client/stub-gateway.js";
import { order } from "./fixture.js";
import { found, only, startShop, useFakeClock } from "./recover-fixture.js";

const { passMinutes } = useFakeClock();
const decision = { ...order, slot: "decision" as const };

describe("an intent with an unknown outcome", () => {
  it.each(["pending", "successful", "rejected"])("is confirmed if it is %s", async (status) => {
    const shop = await startShop();
    await shop.lose();
    shop.gateway.status = found(status);
    const recovery = await shop.recover();
    expect(recovery).toMatchObject({ done: 1, counts: { confirmed: 1 }, dryRun: false });
    expect(only(recovery)).toMatchObject({
      ...order,
      operation: "requestPayout",
      decision: "confirmed",
      transaction_status: status,
    });
    expect(await shop.stateOf()).toBe("confirmed");
    expect(await shop.recover()).toMatchObject({ done: 0 });
  });

  it("stays unknown if it is not found, however old it is", async () => {
    const shop = await startShop();
    await shop.lose();
    passMinutes(60 * 24 * 30);
    expect(only(await shop.recover())).toMatchObject({
      decision: "unknown",
      reason: "the gateway does not have it",
    });
    expect(await shop.stateOf()).toBe("unknown");
    expect(shop.lists()).toBe(0);
    await shop.lose();
    expect(shop.posts()).toBe(1);
  });

  it("is resolved after a crash, once its lease is over", async () => {
    const shop = await startShop();
    await shop.crash();
    shop.gateway.status = found("pending");
    expect(await shop.recover()).toMatchObject({ done: 0 });
    passMinutes(1);
    expect(only(await shop.recover())).toMatchObject({ decision: "confirmed" });
    expect(await shop.stateOf()).toBe("confirmed");
  });

  it("of another account is not resolved", async () => {
    const shop = await startShop();
    await shop.crash({ ...order, account: "shop-2" });
    passMinutes(1);
    expect(await shop.recover()).toMatchObject({ done: 0 });
  });
});

describe("a decision with an unknown outcome", () => {
  it.each([
    ["pending", "unknown"],
    ["successful", "confirmed"],
    ["rejected", "confirmed"],
  ] as const)("of a payout that is %s is %s", async (status, state) => {
    const shop = await startShop();
    shop.gateway.status = found("pending");
    await failureOf(shop.numipay.payouts.approve({ tracking_id: "order-1" }));
    shop.gateway.status = found(status);
    const recovery = await shop.recover({ resend: "when-not-found" });
    expect(only(recovery)).toMatchObject({
      slot: "decision",
      operation: "approvePayout",
      decision: state,
      transaction_status: status,
    });
    expect(await shop.stateOf(decision)).toBe(state);
  });
});

describe("a run", () => {
  it("continues after an intent that cannot be asked about", async () => {
    const shop = await startShop();
    for (const id of ["order-1", "order-2", "order-3"]) await shop.lose(id);
    shop.gateway.status = (response, seen) =>
      (seen.path.endsWith("order-2") ? respondWith(500) : found("pending"))(response, seen);
    const { counts, intents } = await shop.recover();
    expect(counts).toMatchObject({ confirmed: 2, failed: 1, unknown: 0 });
    expect(intents[1]).toMatchObject({
      tracking_id: "order-2",
      decision: "failed",
      error: { code: "gateway_fault" },
    });
    expect(await shop.stateOf({ ...order, tracking_id: "order-2" })).toBe("unknown");
  });

  it("ends after 10 failures in a row", async () => {
    const shop = await startShop();
    for (let n = 100; n < 130; n += 1) await shop.crash({ ...order, tracking_id: `order-${n}` });
    passMinutes(1);
    shop.gateway.status = respondWith(503);
    const decided: RecoverProgress[] = [];
    const run = shop.recover({ concurrency: 5, onProgress: (progress) => decided.push(progress) });
    expect(await failureOf(run)).toMatchObject({ code: "gateway_fault" });
    expect(decided).toHaveLength(10);
  });

  it("resolves every page and reports its progress", async () => {
    const shop = await startShop();
    for (let n = 100; n < 330; n += 1) await shop.crash({ ...order, tracking_id: `order-${n}` });
    passMinutes(1);
    shop.gateway.status = found("pending");
    const progress: RecoverProgress[] = [];
    const recovery = await shop.recover({
      concurrency: 20,
      onProgress: progress.push.bind(progress),
    });
    expect(recovery).toMatchObject({ done: 230, counts: { confirmed: 230 } });
    expect(new Set(recovery.intents.map(({ tracking_id }) => tracking_id)).size).toBe(230);
    expect(progress).toHaveLength(230);
    expect(progress[0]).toMatchObject({ done: 1, found: 100, counts: { confirmed: 1 } });
    expect(progress.at(-1)).toMatchObject({
      done: 230,
      found: 230,
      last: { decision: "confirmed" },
    });
  });

  it("records nothing if it is dry", async () => {
    const shop = await startShop();
    await shop.lose();
    const before = await shop.store.read(order);
    shop.gateway.status = found("pending");
    const recovery = await shop.recover({ dryRun: true });
    expect(recovery).toMatchObject({ dryRun: true, counts: { confirmed: 1 } });
    expect(await shop.store.read(order)).toEqual(before);
  });

  it("is aborted, and leaves what it holds unknown", async () => {
    const shop = await startShop();
    for (const id of ["order-1", "order-2"]) await shop.lose(id);
    const stop = new AbortController();
    const reason = new Error("deploy");
    shop.gateway.status = () => stop.abort(reason);
    const run = shop.recover({ signal: stop.signal, concurrency: 1 });
    expect(await failureOf(run)).toBe(reason);
    for (const tracking_id of ["order-1", "order-2"]) {
      expect(await shop.store.read({ ...order, tracking_id })).toMatchObject({ state: "unknown" });
    }
  });

  it("needs no request if the signal has aborted", async () => {
    const shop = await startShop();
    await shop.lose();
    const reason = new Error("deploy");
    const run = shop.recover({ signal: AbortSignal.abort(reason) });
    expect(await failureOf(run)).toBe(reason);
    expect((await shop.store.read(order))?.attempts).toBe(1);
  });
});

describe("another process", () => {
  it("that resolved an intent meanwhile wins", async () => {
    const shop = await startShop();
    await shop.lose();
    const unresolved = await shop.store.unresolved("default");
    shop.gateway.status = found("pending");
    await shop.recover();
    shop.store.unresolved = async (_, after) => (after === undefined ? unresolved : []);
    expect(only(await shop.recover())).toMatchObject({ decision: "skipped" });
    expect(await shop.stateOf()).toBe("confirmed");
  });

  it("that refused an intent meanwhile wins, and nothing is sent", async () => {
    const shop = await startShop();
    await shop.lose();
    const unresolved = await shop.store.unresolved("default");
    passMinutes(20);
    await shop.recover({ resend: "when-not-found" });
    expect(await shop.stateOf()).toBe("refused");
    shop.store.unresolved = async (_, after) => (after === undefined ? unresolved : []);
    expect(only(await shop.recover())).toMatchObject({ decision: "skipped" });
    expect(await shop.stateOf()).toBe("refused");
    expect(shop.posts()).toBe(1);
  });

  it("that holds an intent is not disturbed", async () => {
    const shop = await startShop();
    await shop.lose();
    const unresolved = await shop.store.unresolved("default");
    shop.gateway.status = hang;
    const stop = new AbortController();
    const first = failureOf(shop.recover({ signal: stop.signal }));
    await expect.poll(() => shop.stateOf()).toBe("sending");
    shop.store.unresolved = async (_, after) => (after === undefined ? unresolved : []);
    expect(only(await shop.recover())).toMatchObject({
      decision: "skipped",
      reason: "another process holds it",
    });
    stop.abort();
    await first;
    expect(await shop.stateOf()).toBe("unknown");
  });

  it("that took over the lease decides", async () => {
    const shop = await startShop();
    await shop.lose();
    shop.gateway.status = (response, seen) => {
      passMinutes(10);
      void shop.crash().then(() => found("pending")(response, seen));
    };
    expect(only(await shop.recover())).toMatchObject({
      decision: "skipped",
      reason: "another process has claimed it",
    });
    expect(await shop.stateOf()).toBe("sending");
  });
});

describe("a store that is unavailable", () => {
  const outage = new Error("no connection");

  it.each(["unresolved", "claim", "complete"] as const)("ends the run in %s", async (method) => {
    const shop = await startShop();
    await shop.lose();
    shop.gateway.status = found("pending");
    Object.assign(shop.store, { [method]: () => Promise.reject(outage) });
    expect(await failureOf(shop.recover())).toBe(outage);
  });

  it.each(["unresolved", "claim", "complete"] as const)(
    "ends a run if %s hangs",
    async (method) => {
      const shop = await startShop();
      await shop.lose();
      shop.gateway.status = found("pending");
      Object.assign(shop.store, { [method]: () => new Promise(() => undefined) });
      expect(String(await failureOf(shop.recover({ timeoutMs: 200 })))).toBe(
        "Error: The store of the journal did not respond within 200 ms.",
      );
    },
  );
});

describe("the options of recover", () => {
  const numipay = new Numipay();
  const journal = memoryJournal();

  it.each<[string, object]>([
    ["numipay", { numipay: undefined }],
    ["numipay", { numipay: { transactions: numipay.transactions }, resend: "when-not-found" }],
    ["journal", { journal: undefined }],
    ["journal", { journal: journal.store }],
    ["resend", { resend: "always" }],
    ["graceMs", { graceMs: 59_999 }],
    ["concurrency", { concurrency: 0 }],
    ["timeoutMs", { timeoutMs: 0 }],
    ["onProgress", { onProgress: "log" }],
    ["grace", { grace: 1 }],
  ])("rejects an invalid %s", async (option, options) => {
    const run = recover({ numipay, journal, ...options } as never);
    expect(await failureOf(run)).toMatchObject({ code: "invalid_option", option });
  });
});
