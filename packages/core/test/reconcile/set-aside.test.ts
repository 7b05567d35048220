import { describe, expect, it } from "vitest";
import type { Transaction } from "../../src/protocol/contract.generated.js";
import { listSetAside } from "../../src/reconcile/reconcile.js";
import { deposit, createShop } from "./fixture.js";

// Decision 0019: reconcile sets aside what it cannot apply.

const dayMs = 86_400_000;
const first = Date.UTC(2026, 0, 2, 12);

/** Creates a shop whose handler fails for the given ids. */
function createFailingShop(ids: Set<string>, days: Record<string, Transaction[]>) {
  const shop = createShop(days);
  shop.webhook.on("*", ({ transaction_id }) => {
    if (ids.has(transaction_id)) throw new Error("no such customer");
  });
  return shop;
}

describe("a transaction that no run can apply", () => {
  it("is set aside", async () => {
    const shop = createFailingShop(new Set(["bad"]), { "2026-01-01": [deposit("bad")] });
    const watermarks: (string | undefined)[] = [];
    const flags: (boolean | undefined)[] = [];
    for (let day = 0; day < 4; day += 1) {
      const found = await shop.run({ setAsideAfter: 3, now: () => first + day * dayMs });
      flags.push(...found.map(({ setAside }) => setAside));
      watermarks.push(await shop.watermark());
    }
    expect(flags).toEqual([false, false, true, true]);
    expect(watermarks).toEqual(["2025-12-25", "2025-12-31", "2026-01-04", "2026-01-05"]);
    expect(shop.progress.at(-1)).toMatchObject({ setAside: 1, failed: 1 });
  });

  it("does not increase the list calls", async () => {
    const shop = createFailingShop(new Set(["bad"]), { "2026-01-01": [deposit("bad")] });
    const calls: number[] = [];
    for (let day = 0; day < 40; day += 1) {
      shop.ranges.length = 0;
      for await (const _ of shop.start({ now: () => first + day * 9 * dayMs })) continue;
      calls.push(shop.ranges.length);
    }
    expect(Math.max(...calls)).toBe(4);
    expect(calls.at(-1)).toBeLessThan(5);
  });

  it("is counted once per run", async () => {
    const twice = [deposit("bad"), deposit("bad")];
    const shop = createFailingShop(new Set(["bad"]), { "2026-01-01": twice });
    const run = () => shop.run({ setAsideAfter: 2, now: () => first });
    expect((await run()).map(({ setAside }) => setAside)).toEqual([false, false]);
    expect((await run()).map(({ setAside }) => setAside)).toEqual([true, true]);
  });

  it("is listed with its details", async () => {
    const shop = createFailingShop(new Set(["bad"]), { "2026-01-01": [deposit("bad")] });
    await shop.run({ setAsideAfter: 1, now: () => first });
    const listed = await listSetAside({ webhook: shop.webhook, setAsideAfter: 1 });
    expect(await shop.inbox.setAside?.({ setAsideAfter: 1 })).toEqual(listed);
    expect(await shop.inbox.setAside?.()).toEqual([]);
    expect(listed).toEqual([
      {
        transaction_id: "bad",
        tracking_id: "order-bad",
        status: "successful",
        window: { from: "2025-12-26", to: "2026-01-01" },
        runs: 1,
        reason: "handler-failed",
      },
    ]);
    expect(await listSetAside({ webhook: shop.webhook, setAsideAfter: 2 })).toEqual([]);
  });
});

describe("retrySetAside", () => {
  it("applies only transactions that were set aside", async () => {
    const refused = new Set(["bad", "worse"]);
    const shop = createFailingShop(refused, { "2026-01-01": [deposit("bad"), deposit("worse")] });
    const options = { setAsideAfter: 1, now: () => first };
    await shop.run(options);
    const watermark = await shop.watermark();
    shop.days["2026-01-01"]?.push(deposit("new"));
    refused.delete("bad");
    const later = { setAsideAfter: 1, retrySetAside: true, now: () => first + 300 * dayMs };
    const found = await shop.run(later);
    expect(found.map(({ transaction, outcome }) => [transaction.transaction_id, outcome])).toEqual([
      ["bad", "processed"],
      ["worse", "handler-failed"],
    ]);
    expect(await shop.watermark()).toBe(watermark);
    const left = await listSetAside({ webhook: shop.webhook, setAsideAfter: 1 });
    expect(left.map(({ transaction_id }) => transaction_id)).toEqual(["worse"]);
  });

  it("cannot be combined with a range", () => {
    const shop = createShop({});
    expect(() => shop.start({ retrySetAside: true, from: "2026-01-01" })).toThrow(
      /^from cannot be combined/,
    );
  });
});

describe("a temporary failure", () => {
  it("is removed once applied", async () => {
    const refused = new Set(["bad"]);
    const shop = createFailingShop(refused, { "2026-01-01": [deposit("bad")] });
    const run = () => shop.run({ setAsideAfter: 2, now: () => first });
    await run();
    refused.clear();
    await run();
    expect(await shop.inbox.checkpoints?.read("reconcile:failing")).toBe("{}");
  });

  it("does not count an unavailable store", async () => {
    const shop = createShop({ "2026-01-01": [deposit("a")] });
    const gone = { ...shop.inbox, peek: undefined, claim: () => Promise.reject(new Error("gone")) };
    const shopWithoutStore = createShop({ "2026-01-01": [deposit("a")] }, { inbox: gone });
    await shopWithoutStore.run({ setAsideAfter: 1, now: () => first });
    expect(await shop.inbox.checkpoints?.read("reconcile:failing")).toBeUndefined();
    expect(await shopWithoutStore.watermark()).toBe("2025-12-25");
  });
});

describe("a dry run", () => {
  it("counts no failures", async () => {
    const shop = createFailingShop(new Set(["bad"]), { "2026-01-01": [deposit("bad")] });
    await shop.run({ dryRun: true, setAsideAfter: 1, now: () => first });
    expect(await listSetAside({ webhook: shop.webhook, setAsideAfter: 1 })).toEqual([]);
  });
});

describe("an invalid checkpoint", () => {
  it("ends the run and is named", async () => {
    const shop = createShop({});
    await shop.inbox.checkpoints?.write("reconcile:failing", "no json");
    await expect(shop.run()).rejects.toThrow(/^checkpoint "reconcile:failing" in the inbox/);
    await expect(shop.inbox.setAside?.()).rejects.toThrow(/^checkpoint "reconcile:failing"/);
  });
});
