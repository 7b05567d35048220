import { describe, expect, it } from "vitest";
import { listen, recordTree } from "../telemetry/listen.js";
import { createShop, deposit } from "./fixture.js";

const run = "numipay.reconcile.run";
const days = { "2026-11-18": [deposit("t-1"), deposit("t-2")], "2026-11-19": [deposit("t-3")] };

describe("a run of reconcile", () => {
  it("publishes its changes and how far it came", async () => {
    const shop = createShop(days);
    const { ended, heard } = listen();
    const paths = recordTree();
    await shop.run();
    const none = {
      windows: 0,
      listed: 0,
      found: 0,
      unhandled: 0,
      failed: 0,
      intents: 0,
      setAside: 0,
    };
    const known = { account: "default", dryRun: false };
    expect(heard[0]?.message).toEqual({ ...known, ...none, isComplete: false });
    expect(ended(run)).toEqual([
      { ...known, ...none, windows: 2, listed: 3, found: 3, isComplete: true },
    ]);
    expect(paths[0]).toBe("reconcile.run");
    expect(paths.filter((path) => path === "reconcile.run > webhook.delivery")).toHaveLength(3);
    expect(paths).toContain("reconcile.run > webhook.delivery > webhook.commit");
    expect(ended("numipay.webhook.delivery")).toMatchObject(
      [1, 2, 3].map(() => ({ source: "reconcile", report: { outcome: "processed" } })),
    );
  });

  it("is not complete if the caller ends it", async () => {
    const shop = createShop(days);
    const { ended, lines } = listen(run);
    for await (const _ of shop.start()) break;
    expect(ended(run)).toMatchObject([{ isComplete: false }]);
    expect(lines()).not.toContain("reconcile.run error");
  });

  it("is not complete if the list fails", async () => {
    const shop = createShop(days);
    const list = shop.numipay.transactions.list.bind(shop.numipay.transactions);
    let lists = 0;
    shop.numipay.transactions.list = (...args) => {
      lists += 1;
      return lists === 1 ? list(...args) : Promise.reject(new RangeError("no list"));
    };
    const { ended } = listen(run);
    await expect(shop.run()).rejects.toThrow("no list");
    expect(ended(run)).toMatchObject([
      { isComplete: false, windows: 2, error: { name: "RangeError" } },
    ]);
  });

  it("counts what it could not apply", async () => {
    const shop = createShop(days);
    shop.webhook.on("*", ({ transaction_id }) => {
      if (transaction_id === "t-2") throw new Error("no such order");
    });
    const { ended } = listen(run);
    await shop.run();
    expect(ended(run)).toMatchObject([{ listed: 3, found: 2, failed: 1, isComplete: true }]);
  });

  it("applies the same changes as without a subscriber", async () => {
    const [plain, traced] = [createShop(days), createShop(days)];
    const expected = await plain.run();
    listen();
    expect(await traced.run()).toEqual(expected);
    expect(traced.ids()).toEqual(plain.ids());
    expect(traced.progress).toEqual(plain.progress);
  });
});
