import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Transaction } from "../../src/protocol/contract.generated.js";
import type { Reconciled } from "../../src/reconcile/found.js";
import type { Inbox } from "../../src/webhooks/inbox.js";
import { memoryInbox } from "../../src/webhooks/memory-inbox.js";
import type { OutcomeReport } from "../../src/webhooks/observer.js";
import { toChange } from "../../src/webhooks/parse-event.js";
import { numipayWebhook } from "../../src/webhooks/web.js";
import { password } from "../webhooks/fixture.js";
import { deposit, durableInbox, noon, createShop } from "./fixture.js";

const week = { from: "2026-11-14", to: "2026-11-20" };
const outcomes = (all: readonly Reconciled[]) =>
  all.map(({ transaction, outcome }) => `${transaction.transaction_id} ${outcome}`);

const fromWebhook = (event: Transaction) => ({
  event,
  origin: { source: "webhook", matched: "raw", passwordIndex: 0, request: undefined } as const,
});

describe("a missed webhook", () => {
  it("reaches the handlers once", async () => {
    const shop = createShop({ "2026-11-15": [deposit("a"), deposit("b")] });
    const { event, origin } = fromWebhook(deposit("a"));
    await shop.webhook.apply(event, origin);
    expect(outcomes(await shop.run(week))).toEqual(["b processed"]);
    expect(shop.received[1]).toMatchObject({
      event: { transaction_id: "b" },
      context: { source: "reconcile", request: undefined, idempotencyKey: "deposit:b:successful" },
    });
    expect(await shop.run(week)).toEqual([]);
    expect(shop.ids()).toEqual(["a", "b"]);
  });

  it("is found in windows of 7 days", async () => {
    const shop = createShop({ "2026-01-01": [deposit("a")], "2026-03-31": [deposit("z")] });
    await shop.run({ from: "2026-01-01", to: "2026-03-31" });
    expect(shop.ids()).toEqual(["a", "z"]);
    expect(shop.ranges).toHaveLength(13);
    expect(shop.ranges[0]).toEqual({ from: "2026-01-01", to: "2026-01-07" });
    const days = createShop({});
    await days.run({ ...week, windowDays: 1 });
    expect(days.ranges[6]).toEqual({ from: "2026-11-20", to: "2026-11-20" });
    expect(days.ranges).toHaveLength(7);
  });

  it("ends today without a last day", async () => {
    const shop = createShop({});
    await shop.run({ from: "2026-11-19" });
    expect(shop.ranges).toEqual([{ from: "2026-11-19", to: "2026-11-20" }]);
  });

  it("is stale if the list lags behind", async () => {
    const shop = createShop({ "2026-11-15": [deposit("a", { status: "pending" })] });
    const { event, origin } = fromWebhook(deposit("a"));
    await shop.webhook.apply(event, origin);
    expect(await shop.run(week)).toEqual([]);
    expect(shop.ids()).toEqual(["a"]);
  });

  it("does not claim known changes", async () => {
    const claimed: string[] = [];
    const reported: string[] = [];
    const lasting = durableInbox();
    const inbox: Inbox = {
      ...lasting,
      claim(change) {
        claimed.push(change.key);
        return lasting.claim(change);
      },
    };
    const onOutcome = ({ outcome }: OutcomeReport): void => void reported.push(outcome);
    const late = deposit("b", { status: "pending" });
    const changed = deposit("c", { amount: "900.00" });
    const list = [deposit("a"), late, changed, deposit("d")];
    const shop = createShop({ "2026-11-15": list }, { inbox, onOutcome });
    for (const id of ["a", "b", "c"]) {
      const { event, origin } = fromWebhook(deposit(id));
      await shop.webhook.apply(event, origin);
    }
    claimed.length = 0;
    reported.length = 0;
    expect(outcomes(await shop.run(week))).toEqual(["c conflict", "d processed"]);
    // A conflict is claimed, so that the inbox records it.
    expect(claimed).toEqual(["deposit:c:successful", "deposit:d:successful"]);
    expect(reported).toEqual(["conflict", "processed"]);
  });

  it("reports a contradiction", async () => {
    const shop = createShop({ "2026-11-15": [deposit("a")] });
    const { event, origin } = fromWebhook(deposit("a", { status: "rejected" }));
    await shop.webhook.apply(event, origin);
    expect(await shop.run(week)).toMatchObject([{ outcome: "processed", contradicts: "rejected" }]);
  });

  it("converts list items with toEvent", async () => {
    const listed = { ...deposit("a"), created_at: "2026-11-15" };
    const shop = createShop({ "2026-11-15": [listed] });
    const { event, origin } = fromWebhook(deposit("a"));
    await shop.webhook.apply(event, origin);
    expect(outcomes(await shop.run(week))).toEqual(["a conflict"]);
    const toEvent = (item: Transaction): Transaction => {
      const { created_at: _left, ...rest } = item as Transaction & { created_at?: string };
      return rest;
    };
    expect(await shop.run({ ...week, toEvent })).toEqual([]);
  });

  it("does not call confirm", async () => {
    const confirm = () => ({ transaction_status: "rejected" });
    const shop = createShop({ "2026-11-15": [deposit("a")] }, { confirm });
    expect(outcomes(await shop.run(week))).toEqual(["a processed"]);
  });
});

describe("a transaction that cannot be applied", () => {
  it("is tried again by the next run", async () => {
    const shop = createShop({ "2026-11-15": [deposit("a"), deposit("b"), deposit("c")] });
    const failing = (event: { transaction_id: string }): void => {
      if (event.transaction_id === "b") throw new Error("no");
    };
    shop.webhook.on("*", failing);
    const first = await shop.run();
    expect(outcomes(first)).toEqual(["a processed", "b handler-failed", "c processed"]);
    expect(first[1]?.error).toBeInstanceOf(AggregateError);
    shop.webhook.off("*", failing);
    expect(outcomes(await shop.run())).toEqual(["b processed"]);
  });

  it("is malformed if invalid or toEvent throws", async () => {
    const { user_id: _left, ...nameless } = deposit("a");
    const shop = createShop({ "2026-11-15": [nameless as Transaction, deposit("b")] });
    expect(await shop.run(week)).toMatchObject([
      { outcome: "malformed", reason: expect.stringMatching(/^user_id is missing /) },
      { outcome: "processed" },
    ]);
    const error = new Error("no");
    const toEvent = (): never => {
      throw error;
    };
    expect(await shop.run({ ...week, toEvent })).toMatchObject([
      { outcome: "malformed", error },
      { outcome: "malformed", error },
    ]);
  });

  it("is malformed if it is not an object", async () => {
    const items = [null, 7, "x", [], deposit("b")] as Transaction[];
    const shop = createShop({ "2026-11-15": items });
    const all = await shop.run(week);
    expect(all.map(({ transaction, outcome }) => [outcome, transaction.transaction_id])).toEqual([
      ...[1, 2, 3, 4].map(() => ["malformed", undefined]),
      ["processed", "b"],
    ]);
    expect(all[0]?.reason).toBe("expected a transaction, but received null");
  });

  it("is set aside without an identity", async () => {
    const items = [null, null] as unknown as Transaction[];
    const shop = createShop({ "2026-11-15": items });
    await shop.run(week);
    for (let time = 0; time < 2; time += 1) await shop.run();
    const last = await shop.run();
    expect(last.map(({ outcome, setAside }) => [outcome, setAside])).toEqual([
      ["malformed", true],
      ["malformed", true],
    ]);
  });

  it("follows the webhook's contract", async () => {
    const { user_id: _left, ...nameless } = deposit("a");
    const contract = { webhook: { fields: { user_id: { required: false } } } };
    const shop = createShop({ "2026-11-15": [nameless as Transaction] }, { contract });
    expect(await shop.run(week)).toMatchObject([{ outcome: "processed" }]);
  });

  it("ends the run if the store is down", async () => {
    const gone = new Error("the store is gone");
    const fail = () => Promise.reject(gone);
    const inbox = { ...durableInbox(), peek: fail, claim: fail };
    const many = Array.from({ length: 100 }, (_, index) => deposit(String(index)));
    const shop = createShop({ "2026-11-15": many }, { inbox });
    const seen: Reconciled[] = [];
    const run = async (): Promise<void> => {
      for await (const one of shop.start(week)) seen.push(one);
    };
    await expect(run()).rejects.toBe(gone);
    expect(seen).toHaveLength(4);
  });
});

describe("while a webhook is being applied", () => {
  beforeEach(() => void vi.useFakeTimers({ now: noon }));
  afterEach(() => void vi.useRealTimers());

  /** Runs all timers and returns the results. */
  async function finish(run: Promise<Reconciled[]>): Promise<Reconciled[]> {
    await vi.runAllTimersAsync();
    return run;
  }

  it("its transaction is retried at the end", async () => {
    const shop = createShop({ "2026-11-15": [deposit("a"), deposit("b")] });
    const claim = await shop.inbox.claim(toChange(deposit("a")));
    if (claim.state !== "new") throw new Error(claim.state);
    const run = shop.run();
    await vi.advanceTimersByTimeAsync(500);
    expect(shop.ids()).toEqual(["b"]);
    // The webhook's handler failed, and the gateway may have exhausted its retries.
    await shop.inbox.release(toChange(deposit("a")), claim.lease);
    expect(outcomes(await finish(run))).toEqual(["b processed", "a processed"]);
    expect(await shop.watermark()).toBe("2026-11-20");
  });

  it("its change is not applied twice", async () => {
    const shop = createShop({ "2026-11-15": [deposit("a")] });
    let finishHandler = (): void => undefined;
    const held = new Promise<void>((resolve) => (finishHandler = resolve));
    shop.webhook.on("*", () => held);
    const { event, origin } = fromWebhook(deposit("a"));
    const delivery = shop.webhook.apply(event, origin);
    const run = shop.run();
    await vi.advanceTimersByTimeAsync(500);
    finishHandler();
    expect((await delivery).outcome).toBe("processed");
    expect(await finish(run)).toEqual([]);
    expect(shop.ids()).toEqual(["a"]);
  });

  it("its open change holds back the watermark", async () => {
    const shop = createShop({ "2026-11-15": [deposit("a")] });
    await shop.inbox.claim(toChange(deposit("a")));
    expect(outcomes(await finish(shop.run({ windowDays: 1 })))).toEqual(["a in-progress"]);
    expect(await shop.watermark()).toBe("2026-11-14");
    expect(shop.progress.at(-1)).toMatchObject({ failed: 1, found: 0 });
  });
});

describe("a dry run", () => {
  it("reports without applying anything", async () => {
    const shop = createShop({ "2026-11-15": [deposit("a"), deposit("b")] });
    const { event, origin } = fromWebhook(deposit("a"));
    await shop.webhook.apply(event, origin);
    const claim = vi.spyOn(shop.inbox, "claim");
    expect(outcomes(await shop.run({ dryRun: true }))).toEqual(["b missing"]);
    expect([claim.mock.calls.length, shop.ids(), await shop.watermark()]).toEqual([
      0,
      ["a"],
      undefined,
    ]);
    expect(shop.progress.at(-1)).toMatchObject({ found: 1, watermark: undefined });
    expect(outcomes(await shop.run(week))).toEqual(["b processed"]);
  });

  it("claims and releases without peek", async () => {
    const inbox = { ...durableInbox(), peek: undefined };
    const shop = createShop({ "2026-11-15": [deposit("a")] }, { inbox });
    for (let time = 0; time < 2; time += 1) {
      expect(outcomes(await shop.run({ dryRun: true }))).toEqual(["a missing"]);
    }
    expect(outcomes(await shop.run())).toEqual(["a processed"]);
    expect(await shop.run({ dryRun: true })).toEqual([]);
  });

  it("reports an unavailable store", async () => {
    const error = new Error("gone");
    const inbox = { ...durableInbox(), peek: () => Promise.reject(error) };
    const shop = createShop({ "2026-11-15": [deposit("a")] }, { inbox });
    expect(await shop.run({ dryRun: true })).toMatchObject([
      { outcome: "inbox-unavailable", error },
    ]);
  });
});

describe("a run", () => {
  it("reports progress after each window", async () => {
    const shop = createShop({ "2026-11-13": [deposit("a")], "2026-11-20": [deposit("b")] });
    await shop.run();
    expect(shop.progress).toEqual([
      {
        windowsDone: 1,
        windows: 2,
        window: { from: "2026-11-13", to: "2026-11-19" },
        listed: 1,
        found: 1,
        unhandled: 0,
        failed: 0,
        intents: 0,
        setAside: 0,
        watermark: "2026-11-19",
      },
      {
        windowsDone: 2,
        windows: 2,
        window: { from: "2026-11-20", to: "2026-11-20" },
        listed: 2,
        found: 2,
        unhandled: 0,
        failed: 0,
        intents: 0,
        setAside: 0,
        watermark: "2026-11-20",
      },
    ]);
  });

  it("stops between two transactions on abort", async () => {
    const shop = createShop({ "2026-11-15": [deposit("a"), deposit("b"), deposit("c")] });
    const stop = new AbortController();
    const run = async (): Promise<void> => {
      for await (const { transaction } of shop.start({ signal: stop.signal, concurrency: 1 })) {
        if (transaction.transaction_id === "b") stop.abort(new Error("enough"));
      }
    };
    await expect(run()).rejects.toThrow("enough");
    expect(shop.ids()).toEqual(["a", "b"]);
  });

  it("limits concurrency", async () => {
    const many = Array.from({ length: 10 }, (_, index) => deposit(String(index)));
    const shop = createShop({ "2026-11-15": many });
    let running = 0;
    let most = 0;
    shop.webhook.on("*", async () => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    });
    await shop.run({ ...week, concurrency: 3 });
    expect([most, shop.ids().length]).toEqual([3, 10]);
  });

  it("rejects an inbox that is not durable", async () => {
    const shop = createShop({ "2026-11-15": [deposit("a")] }, { inbox: memoryInbox() });
    for (const range of [{}, week]) {
      expect(() => shop.start(range)).toThrow(/^webhook must have a durable inbox.* set dryRun\.$/);
    }
    expect([shop.ranges, shop.ids()]).toEqual([[], []]);
    expect(outcomes(await shop.run({ ...week, dryRun: true }))).toEqual(["a missing"]);
  });

  it("rejects a webhook with only a queue", async () => {
    const queue = { add: () => Promise.reject(new Error("nothing must be stored")) };
    const webhook = numipayWebhook({ signaturePassword: password, queue });
    const shop = createShop({ "2026-11-15": [deposit("a")] });
    expect(() => shop.start({ ...week, webhook })).toThrow(/^webhook .*queue without an inbox/);
    expect(await shop.run({ ...week, webhook, dryRun: true })).toMatchObject([
      { outcome: "inbox-unavailable", error: { option: "inbox" } },
    ]);
  });

  it("accepts a custom inbox", async () => {
    const inbox = { ...memoryInbox(), durable: undefined };
    const shop = createShop({ "2026-11-15": [deposit("a")] }, { inbox });
    expect(outcomes(await shop.run(week))).toEqual(["a processed"]);
  });

  it("rejects invalid options", () => {
    const shop = createShop({});
    const withoutCheckpoints = { ...durableInbox(), checkpoints: undefined };
    for (const [option, over] of Object.entries({
      from: { to: "2026-11-20" },
      windowDays: { windowDays: 8 },
      lookbackDays: { lookbackDays: 0 },
      concurrency: { concurrency: 0 },
      checkpoint: { checkpoint: "" },
      mark: { mark: "reconcile" } as object,
    })) {
      expect(() => shop.start(over)).toThrow(new RegExp(`^${option} `));
    }
    expect(() => createShop({}, { inbox: withoutCheckpoints }).start()).toThrow(
      /^from .*no checkpoints/,
    );
    expect(shop.ranges).toEqual([]);
  });
});
