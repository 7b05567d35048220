import { describe, expect, it } from "vitest";
import type { Transaction } from "../../src/protocol/contract.generated.js";
import { listSetAside } from "../../src/reconcile/reconcile.js";
import { deposit, openShop } from "./stage.js";

const dayMs = 86_400_000;
const first = Date.UTC(2026, 0, 2, 12);

/** A shop whose handler refuses the transactions of the given ids, for as long as they are there. */
function openRefusing(ids: Set<string>, days: Record<string, Transaction[]>) {
  const shop = openShop(days);
  shop.webhook.on("*", ({ transaction_id }) => {
    if (ids.has(transaction_id)) throw new Error("no such customer");
  });
  return shop;
}

describe("a transaction that no run can apply", () => {
  it("is set aside, and does not hold the watermark for ever", async () => {
    const shop = openRefusing(new Set(["bad"]), { "2026-01-01": [deposit("bad")] });
    const marks: (string | undefined)[] = [];
    const flags: (boolean | undefined)[] = [];
    for (let day = 0; day < 4; day += 1) {
      const found = await shop.run({ setAsideAfter: 3, now: () => first + day * dayMs });
      flags.push(...found.map(({ setAside }) => setAside));
      marks.push(await shop.mark());
    }
    expect(flags).toEqual([false, false, true, true]);
    expect(marks).toEqual(["2025-12-25", "2025-12-31", "2026-01-04", "2026-01-05"]);
    expect(shop.progress.at(-1)).toMatchObject({ setAside: 1, failed: 1 });
  });

  it("costs no more list calls a year later", async () => {
    const shop = openRefusing(new Set(["bad"]), { "2026-01-01": [deposit("bad")] });
    const calls: number[] = [];
    for (let day = 0; day < 40; day += 1) {
      shop.asked.length = 0;
      for await (const _ of shop.start({ now: () => first + day * 9 * dayMs })) continue;
      calls.push(shop.asked.length);
    }
    expect(Math.max(...calls)).toBe(4);
    expect(calls.at(-1)).toBeLessThan(5);
  });

  it("is counted once per run", async () => {
    const twice = [deposit("bad"), deposit("bad")];
    const shop = openRefusing(new Set(["bad"]), { "2026-01-01": twice });
    const run = () => shop.run({ setAsideAfter: 2, now: () => first });
    expect((await run()).map(({ setAside }) => setAside)).toEqual([false, false]);
    expect((await run()).map(({ setAside }) => setAside)).toEqual([true, true]);
  });

  it("is listed with what is known of it", async () => {
    const shop = openRefusing(new Set(["bad"]), { "2026-01-01": [deposit("bad")] });
    await shop.run({ setAsideAfter: 1, now: () => first });
    expect(await listSetAside({ webhook: shop.webhook, setAsideAfter: 1 })).toEqual([
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
  it("applies what can be applied now, and nothing else", async () => {
    const refused = new Set(["bad", "worse"]);
    const shop = openRefusing(refused, { "2026-01-01": [deposit("bad"), deposit("worse")] });
    const options = { setAsideAfter: 1, now: () => first };
    await shop.run(options);
    const mark = await shop.mark();
    shop.days["2026-01-01"]?.push(deposit("new"));
    refused.delete("bad");
    const later = { setAsideAfter: 1, retrySetAside: true, now: () => first + 300 * dayMs };
    const found = await shop.run(later);
    expect(found.map(({ transaction, outcome }) => [transaction.transaction_id, outcome])).toEqual([
      ["bad", "processed"],
      ["worse", "handler-failed"],
    ]);
    expect(await shop.mark()).toBe(mark);
    const left = await listSetAside({ webhook: shop.webhook, setAsideAfter: 1 });
    expect(left.map(({ transaction_id }) => transaction_id)).toEqual(["worse"]);
  });

  it("does not go with a range", () => {
    const shop = openShop({});
    expect(() => shop.start({ retrySetAside: true, from: "2026-01-01" })).toThrow(/^from: /);
  });
});

describe("a failure that passes", () => {
  it("is forgotten", async () => {
    const refused = new Set(["bad"]);
    const shop = openRefusing(refused, { "2026-01-01": [deposit("bad")] });
    const run = () => shop.run({ setAsideAfter: 2, now: () => first });
    await run();
    refused.clear();
    await run();
    expect(await shop.inbox.checkpoints?.read("reconcile:failing")).toBe("{}");
  });

  it("counts no run in which the store was away", async () => {
    const shop = openShop({ "2026-01-01": [deposit("a")] });
    const gone = { ...shop.inbox, peek: undefined, claim: () => Promise.reject(new Error("gone")) };
    const away = openShop({ "2026-01-01": [deposit("a")] }, { inbox: gone });
    await away.run({ setAsideAfter: 1, now: () => first });
    expect(await shop.inbox.checkpoints?.read("reconcile:failing")).toBeUndefined();
    expect(await away.mark()).toBe("2025-12-25");
  });
});

describe("a dry run", () => {
  it("counts nothing", async () => {
    const shop = openRefusing(new Set(["bad"]), { "2026-01-01": [deposit("bad")] });
    await shop.run({ dryRun: true, setAsideAfter: 1, now: () => first });
    expect(await listSetAside({ webhook: shop.webhook, setAsideAfter: 1 })).toEqual([]);
  });
});

describe("notes that are none", () => {
  it("end the run with the name under which they were found", async () => {
    const shop = openShop({});
    await shop.inbox.checkpoints?.write("reconcile:failing", "no json");
    await expect(shop.run()).rejects.toThrow(/^checkpoint: "reconcile:failing" in the inbox/);
  });
});
