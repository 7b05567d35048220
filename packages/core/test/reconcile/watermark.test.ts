import { describe, expect, it } from "vitest";
import { deposit, durableInbox, noon, createShop } from "./fixture.js";

const dayMs = 86_400_000;

describe("the watermark", () => {
  it("is the start of the lookback", async () => {
    const shop = createShop({});
    await shop.run();
    expect(shop.ranges[0]).toMatchObject({ from: "2026-11-13" });
    expect(await shop.watermark()).toBe("2026-11-20");
    await shop.run({ now: () => noon + 30 * dayMs, lookbackDays: 3 });
    expect(shop.ranges[2]).toMatchObject({ from: "2026-11-17" });
    expect(shop.ranges.at(-1)).toMatchObject({ to: "2026-12-20" });
    expect(await shop.watermark()).toBe("2026-12-20");
  });

  it("does not hide later status changes", async () => {
    const shop = createShop({ "2026-11-18": [deposit("a", { status: "pending" })] });
    await shop.run();
    shop.days["2026-11-18"] = [deposit("a")];
    await shop.run({ now: () => noon + 2 * dayMs });
    expect(shop.received.map(({ event }) => event.status)).toEqual(["pending", "successful"]);
  });

  it("does not pass a failed transaction", async () => {
    const shop = createShop({ "2026-11-16": [deposit("a")], "2026-11-18": [deposit("b")] });
    const failing = (event: { transaction_id: string }): void => {
      if (event.transaction_id === "a") throw new Error("no");
    };
    shop.webhook.on("*", failing);
    await shop.run({ windowDays: 1 });
    expect(await shop.watermark()).toBe("2026-11-15");
    shop.webhook.off("*", failing);
    await shop.run({ windowDays: 1, now: () => noon + 30 * dayMs });
    expect(shop.ids()).toContain("a");
    expect(await shop.watermark()).toBe("2026-12-20");
  });

  it("is stored before the first window", async () => {
    const shop = createShop({ "2026-11-13": [deposit("a")] });
    const failing = (): never => {
      throw new Error("no");
    };
    shop.webhook.on("*", failing);
    await shop.run();
    shop.webhook.off("*", failing);
    await shop.run({ now: () => noon + 30 * dayMs });
    expect(shop.ids()).toEqual(["a", "a"]);
    expect(await shop.watermark()).toBe("2026-12-20");
  });

  it("is not moved by an explicit range", async () => {
    const shop = createShop({});
    await shop.run();
    await shop.run({ from: "2027-01-01", to: "2027-01-31" });
    await shop.run({ from: "2025-01-01", to: "2025-01-31" });
    expect(await shop.watermark()).toBe("2026-11-20");
    expect(shop.progress.at(-1)).toMatchObject({ watermark: undefined });
  });

  it("is never moved back", async () => {
    const shop = createShop({ "2026-11-18": [deposit("a")] });
    await shop.inbox.checkpoints?.write("reconcile", "2026-11-19");
    for await (const _found of shop.start({ windowDays: 1 })) break;
    expect(await shop.watermark()).toBe("2026-11-19");
    expect(shop.progress.map(({ watermark }) => watermark)).not.toContain("2026-11-12");
  });

  it("covers the windows before a failed list", async () => {
    const shop = createShop({});
    shop.numipay.transactions.list = async (range) => {
      if (range?.to === "2026-11-16") throw new Error("no gateway");
      return [];
    };
    await expect(shop.run({ windowDays: 1 })).rejects.toThrow("no gateway");
    expect(await shop.watermark()).toBe("2026-11-15");
  });

  it("may be in the future", async () => {
    const shop = createShop({ "2026-11-18": [deposit("a")] });
    await shop.inbox.checkpoints?.write("reconcile", "2099-01-01");
    await shop.run();
    expect(shop.ids()).toEqual(["a"]);
  });

  it("is separate for each checkpoint", async () => {
    const inbox = durableInbox();
    const shop = createShop({}, { inbox });
    await shop.run({ checkpoint: "eu" });
    expect([await inbox.checkpoints?.read("eu"), await shop.watermark()]).toEqual([
      "2026-11-20",
      undefined,
    ]);
    await inbox.checkpoints?.write("eu", "2026-02-30");
    await expect(shop.run({ checkpoint: "eu" })).rejects.toThrow(
      /^checkpoint "eu" in the inbox contains "2026-02-30"/,
    );
  });
});
