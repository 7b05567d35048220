import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Transaction } from "../../src/protocol/contract.generated.js";
import type { Reconciled } from "../../src/reconcile/apply-found.js";
import type { Inbox } from "../../src/webhooks/inbox.js";
import { memoryInbox } from "../../src/webhooks/memory-inbox.js";
import type { OutcomeReport } from "../../src/webhooks/observer.js";
import { toChange } from "../../src/webhooks/parse-event.js";
import { numipayWebhook } from "../../src/webhooks/web.js";
import { password } from "../webhooks/stage.js";
import { deposit, lastingInbox, noon, openShop } from "./stage.js";

const week = { from: "2026-11-14", to: "2026-11-20" };
const outcomes = (all: readonly Reconciled[]) =>
  all.map(({ transaction, outcome }) => `${transaction.transaction_id} ${outcome}`);

const told = (event: Transaction) => ({
  event,
  origin: { source: "webhook", matched: "raw", passwordIndex: 0, request: undefined } as const,
});

describe("what no webhook told", () => {
  test("reaches the handlers once, tagged; what was told before is passed over", async () => {
    const shop = openShop({ "2026-11-15": [deposit("a"), deposit("b")] });
    const { event, origin } = told(deposit("a"));
    await shop.webhook.apply(event, origin);
    expect(outcomes(await shop.run(week))).toEqual(["b processed"]);
    expect(shop.heard[1]).toMatchObject({
      event: { transaction_id: "b" },
      context: { source: "reconcile", request: undefined, idempotencyKey: "deposit:b:successful" },
    });
    expect(await shop.run(week)).toEqual([]);
    expect(shop.ids()).toEqual(["a", "b"]);
  });

  test("is found in any range, a window of 7 days at a time", async () => {
    const shop = openShop({ "2026-01-01": [deposit("a")], "2026-03-31": [deposit("z")] });
    await shop.run({ from: "2026-01-01", to: "2026-03-31" });
    expect(shop.ids()).toEqual(["a", "z"]);
    expect(shop.asked).toHaveLength(13);
    expect(shop.asked[0]).toEqual({ from: "2026-01-01", to: "2026-01-07" });
    const days = openShop({});
    await days.run({ ...week, windowDays: 1 });
    expect(days.asked[6]).toEqual({ from: "2026-11-20", to: "2026-11-20" });
    expect(days.asked).toHaveLength(7);
  });

  test("ends today where only the first day is given", async () => {
    const shop = openShop({});
    await shop.run({ from: "2026-11-19" });
    expect(shop.asked).toEqual([{ from: "2026-11-19", to: "2026-11-20" }]);
  });

  test("is stale where the list lags behind the webhooks", async () => {
    const shop = openShop({ "2026-11-15": [deposit("a", { status: "pending" })] });
    const { event, origin } = told(deposit("a"));
    await shop.webhook.apply(event, origin);
    expect(await shop.run(week)).toEqual([]);
    expect(shop.ids()).toEqual(["a"]);
  });

  test("is told apart by a look: what is known is neither claimed nor reported", async () => {
    const claimed: string[] = [];
    const reported: string[] = [];
    const lasting = lastingInbox();
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
    const shop = openShop({ "2026-11-15": list }, { inbox, onOutcome });
    for (const id of ["a", "b", "c"]) {
      const { event, origin } = told(deposit(id));
      await shop.webhook.apply(event, origin);
    }
    claimed.length = 0;
    reported.length = 0;
    expect(outcomes(await shop.run(week))).toEqual(["c conflict", "d processed"]);
    // A conflict is claimed, for the inbox to take note of it.
    expect(claimed).toEqual(["deposit:c:successful", "deposit:d:successful"]);
    expect(reported).toEqual(["conflict", "processed"]);
  });

  test("contradicts what was told, and says so", async () => {
    const shop = openShop({ "2026-11-15": [deposit("a")] });
    const { event, origin } = told(deposit("a", { status: "rejected" }));
    await shop.webhook.apply(event, origin);
    expect(await shop.run(week)).toMatchObject([{ outcome: "processed", contradicts: "rejected" }]);
  });

  test("is made the webhook's payload where the list has other fields", async () => {
    const listed = { ...deposit("a"), created_at: "2026-11-15" };
    const shop = openShop({ "2026-11-15": [listed] });
    const { event, origin } = told(deposit("a"));
    await shop.webhook.apply(event, origin);
    expect(outcomes(await shop.run(week))).toEqual(["a conflict"]);
    const toEvent = (item: Transaction): Transaction => {
      const { created_at: _left, ...rest } = item as Transaction & { created_at?: string };
      return rest;
    };
    expect(await shop.run({ ...week, toEvent })).toEqual([]);
  });

  test("is not asked for again although the webhook has a confirm: the list is the gateway's word", async () => {
    const confirm = () => ({ transaction_status: "rejected" });
    const shop = openShop({ "2026-11-15": [deposit("a")] }, { confirm });
    expect(outcomes(await shop.run(week))).toEqual(["a processed"]);
  });
});

describe("what cannot be applied", () => {
  test("does not stop the rest, and is tried again by the next run", async () => {
    const shop = openShop({ "2026-11-15": [deposit("a"), deposit("b"), deposit("c")] });
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

  test("is a transaction without its fields, and an item that toEvent chokes on", async () => {
    const { user_id: _left, ...nameless } = deposit("a");
    const shop = openShop({ "2026-11-15": [nameless as Transaction, deposit("b")] });
    expect(await shop.run(week)).toMatchObject([
      { outcome: "malformed", reason: expect.stringMatching(/^no user_id /) },
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

  test("is an item that is no object, beside others that are applied", async () => {
    const items = [null, 7, "x", [], deposit("b")] as Transaction[];
    const shop = openShop({ "2026-11-15": items });
    const all = await shop.run(week);
    expect(all.map(({ transaction, outcome }) => [outcome, transaction.transaction_id])).toEqual([
      ...[1, 2, 3, 4].map(() => ["malformed", undefined]),
      ["processed", "b"],
    ]);
    expect(all[0]?.reason).toBe("null is no transaction");
  });

  test("is set aside where a list has nothing else, so that the watermark advances", async () => {
    const items = [null, null] as unknown as Transaction[];
    const shop = openShop({ "2026-11-15": items });
    await shop.run(week);
    for (let time = 0; time < 2; time += 1) await shop.run();
    const last = await shop.run();
    expect(last.map(({ outcome, setAside }) => [outcome, setAside])).toEqual([
      ["malformed", true],
      ["malformed", true],
    ]);
  });

  test("is not what the webhook's contract relaxes", async () => {
    const { user_id: _left, ...nameless } = deposit("a");
    const contract = { webhook: { fields: { user_id: { required: false } } } };
    const shop = openShop({ "2026-11-15": [nameless as Transaction] }, { contract });
    expect(await shop.run(week)).toMatchObject([{ outcome: "processed" }]);
  });

  test("ends the run when the store is gone: it would be asked in vain a million times", async () => {
    const gone = new Error("the store is gone");
    const fail = () => Promise.reject(gone);
    const inbox = { ...lastingInbox(), peek: fail, claim: fail };
    const many = Array.from({ length: 100 }, (_, index) => deposit(String(index)));
    const shop = openShop({ "2026-11-15": many }, { inbox });
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

  /** A run that goes on until all waits are over. */
  async function finish(run: Promise<Reconciled[]>): Promise<Reconciled[]> {
    await vi.runAllTimersAsync();
    return run;
  }

  test("its transaction is tried again at the end", async () => {
    const shop = openShop({ "2026-11-15": [deposit("a"), deposit("b")] });
    const claim = await shop.inbox.claim(toChange(deposit("a")));
    if (claim.state !== "new") throw new Error(claim.state);
    const run = shop.run();
    await vi.advanceTimersByTimeAsync(500);
    expect(shop.ids()).toEqual(["b"]);
    // The webhook's handler failed: the gateway may have used up its attempts.
    await shop.inbox.release(toChange(deposit("a")), claim.lease);
    expect(outcomes(await finish(run))).toEqual(["b processed", "a processed"]);
    expect(await shop.mark()).toBe("2026-11-20");
  });

  test("what it applies meanwhile is not applied twice", async () => {
    const shop = openShop({ "2026-11-15": [deposit("a")] });
    let leave = (): void => undefined;
    const held = new Promise<void>((resolve) => (leave = resolve));
    shop.webhook.on("*", () => held);
    const { event, origin } = told(deposit("a"));
    const delivery = shop.webhook.apply(event, origin);
    const run = shop.run();
    await vi.advanceTimersByTimeAsync(500);
    leave();
    expect((await delivery).outcome).toBe("processed");
    expect(await finish(run)).toEqual([]);
    expect(shop.ids()).toEqual(["a"]);
  });

  test("what is held to the end is told, and the watermark stays before it", async () => {
    const shop = openShop({ "2026-11-15": [deposit("a")] });
    await shop.inbox.claim(toChange(deposit("a")));
    expect(outcomes(await finish(shop.run({ windowDays: 1 })))).toEqual(["a in-progress"]);
    expect(await shop.mark()).toBe("2026-11-14");
    expect(shop.progress.at(-1)).toMatchObject({ failed: 1, found: 0 });
  });
});

describe("a dry run", () => {
  test("says what would be applied, and applies, records and moves nothing", async () => {
    const shop = openShop({ "2026-11-15": [deposit("a"), deposit("b")] });
    const { event, origin } = told(deposit("a"));
    await shop.webhook.apply(event, origin);
    const claim = vi.spyOn(shop.inbox, "claim");
    expect(outcomes(await shop.run({ dryRun: true }))).toEqual(["b missing"]);
    expect([claim.mock.calls.length, shop.ids(), await shop.mark()]).toEqual([0, ["a"], undefined]);
    expect(shop.progress.at(-1)).toMatchObject({ found: 1, watermark: undefined });
    expect(outcomes(await shop.run(week))).toEqual(["b processed"]);
  });

  test("claims and releases on an engine that cannot look", async () => {
    const inbox = { ...lastingInbox(), peek: undefined };
    const shop = openShop({ "2026-11-15": [deposit("a")] }, { inbox });
    for (let time = 0; time < 2; time += 1) {
      expect(outcomes(await shop.run({ dryRun: true }))).toEqual(["a missing"]);
    }
    expect(outcomes(await shop.run())).toEqual(["a processed"]);
    expect(await shop.run({ dryRun: true })).toEqual([]);
  });

  test("tells when the store cannot be reached", async () => {
    const error = new Error("gone");
    const inbox = { ...lastingInbox(), peek: () => Promise.reject(error) };
    const shop = openShop({ "2026-11-15": [deposit("a")] }, { inbox });
    expect(await shop.run({ dryRun: true })).toMatchObject([
      { outcome: "inbox-unavailable", error },
    ]);
  });
});

describe("a run", () => {
  test("says how far it is after each window", async () => {
    const shop = openShop({ "2026-11-13": [deposit("a")], "2026-11-20": [deposit("b")] });
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
        setAside: 0,
        watermark: "2026-11-20",
      },
    ]);
  });

  test("stops between two transactions when the caller says so", async () => {
    const shop = openShop({ "2026-11-15": [deposit("a"), deposit("b"), deposit("c")] });
    const stop = new AbortController();
    const run = async (): Promise<void> => {
      for await (const { transaction } of shop.start({ signal: stop.signal, concurrency: 1 })) {
        if (transaction.transaction_id === "b") stop.abort(new Error("enough"));
      }
    };
    await expect(run()).rejects.toThrow("enough");
    expect(shop.ids()).toEqual(["a", "b"]);
  });

  test("applies no more at a time than it is told", async () => {
    const many = Array.from({ length: 10 }, (_, index) => deposit(String(index)));
    const shop = openShop({ "2026-11-15": many });
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

  test("refuses an inbox that forgets, before it asks anything: all would be told again; a dry run may", async () => {
    const shop = openShop({ "2026-11-15": [deposit("a")] }, { inbox: memoryInbox() });
    for (const course of [{}, week]) {
      expect(() => shop.start(course)).toThrow(
        /^webhook: its inbox knows nothing .* say dryRun\.$/,
      );
    }
    expect([shop.asked, shop.ids()]).toEqual([[], []]);
    expect(outcomes(await shop.run({ ...week, dryRun: true }))).toEqual(["a missing"]);
  });

  test("refuses a webhook that only fills a queue: the worker's is the one that knows", async () => {
    const queue = { add: () => Promise.reject(new Error("nothing is to be stored")) };
    const webhook = numipayWebhook({ signaturePassword: password, queue });
    const shop = openShop({ "2026-11-15": [deposit("a")] });
    expect(() => shop.start({ ...week, webhook })).toThrow(/^webhook: .*none behind a queue/);
    expect(await shop.run({ ...week, webhook, dryRun: true })).toMatchObject([
      { outcome: "inbox-unavailable", error: { option: "inbox" } },
    ]);
  });

  test("takes an inbox that says nothing of itself: it is somebody's own, on a store of theirs", async () => {
    const inbox = { ...memoryInbox(), durable: undefined };
    const shop = openShop({ "2026-11-15": [deposit("a")] }, { inbox });
    expect(outcomes(await shop.run(week))).toEqual(["a processed"]);
  });

  test("refuses wrong options before it asks anything", () => {
    const shop = openShop({});
    const markless = { ...lastingInbox(), checkpoints: undefined };
    for (const [option, over] of Object.entries({
      from: { to: "2026-11-20" },
      windowDays: { windowDays: 8 },
      lookbackDays: { lookbackDays: 0 },
      concurrency: { concurrency: 0 },
      checkpoint: { checkpoint: "" },
    })) {
      expect(() => shop.start(over)).toThrow(new RegExp(`^${option}: `));
    }
    expect(() => openShop({}, { inbox: markless }).start()).toThrow(/^from: .*no marks/);
    expect(shop.asked).toEqual([]);
  });
});
