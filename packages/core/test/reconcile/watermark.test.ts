import { expect, test } from "vitest";
import { deposit, lastingInbox, noon, openShop } from "./stage.js";

const dayMs = 86_400_000;

test("the first run looks back a week, the next one a week before the watermark", async () => {
  const shop = openShop({});
  await shop.run();
  expect(shop.asked[0]).toMatchObject({ from: "2026-11-13" });
  expect(await shop.mark()).toBe("2026-11-20");
  await shop.run({ now: () => noon + 30 * dayMs, lookbackDays: 3 });
  expect(shop.asked[2]).toMatchObject({ from: "2026-11-17" });
  expect(shop.asked.at(-1)).toMatchObject({ to: "2026-12-20" });
  expect(await shop.mark()).toBe("2026-12-20");
});

test("a transaction that was opened before the watermark and ended after it is found", async () => {
  const shop = openShop({ "2026-11-18": [deposit("a", { status: "pending" })] });
  await shop.run();
  shop.days["2026-11-18"] = [deposit("a")];
  await shop.run({ now: () => noon + 2 * dayMs });
  expect(shop.heard.map(({ event }) => event.status)).toEqual(["pending", "successful"]);
});

test("the watermark does not pass what failed, however much comes after it", async () => {
  const shop = openShop({ "2026-11-16": [deposit("a")], "2026-11-18": [deposit("b")] });
  const failing = (event: { transaction_id: string }): void => {
    if (event.transaction_id === "a") throw new Error("no");
  };
  shop.webhook.on("*", failing);
  await shop.run({ windowDays: 1 });
  expect(await shop.mark()).toBe("2026-11-15");
  shop.webhook.off("*", failing);
  await shop.run({ windowDays: 1, now: () => noon + 30 * dayMs });
  expect(shop.ids()).toContain("a");
  expect(await shop.mark()).toBe("2026-12-20");
});

test("the first run's beginning is kept although nothing of it worked: the next one must not begin later", async () => {
  const shop = openShop({ "2026-11-13": [deposit("a")] });
  const failing = (): never => {
    throw new Error("no");
  };
  shop.webhook.on("*", failing);
  await shop.run();
  shop.webhook.off("*", failing);
  await shop.run({ now: () => noon + 30 * dayMs });
  expect(shop.ids()).toEqual(["a", "a"]);
  expect(await shop.mark()).toBe("2026-12-20");
});

test("a run over a range that was asked for moves no watermark", async () => {
  const shop = openShop({});
  await shop.run();
  await shop.run({ from: "2027-01-01", to: "2027-01-31" });
  await shop.run({ from: "2025-01-01", to: "2025-01-31" });
  expect(await shop.mark()).toBe("2026-11-20");
  expect(shop.progress.at(-1)).toMatchObject({ watermark: undefined });
});

test("looking back never moves it back, nor does a reader that leaves early", async () => {
  const shop = openShop({ "2026-11-18": [deposit("a")] });
  await shop.inbox.checkpoints?.write("reconcile", "2026-11-19");
  for await (const _found of shop.start({ windowDays: 1 })) break;
  expect(await shop.mark()).toBe("2026-11-19");
  expect(shop.progress.map(({ watermark }) => watermark)).not.toContain("2026-11-12");
});

test("a list that cannot be had ends the run, and what was done before it counts", async () => {
  const shop = openShop({});
  shop.numipay.transactions.list = async (range) => {
    if (range?.to === "2026-11-16") throw new Error("no gateway");
    return [];
  };
  await expect(shop.run({ windowDays: 1 })).rejects.toThrow("no gateway");
  expect(await shop.mark()).toBe("2026-11-15");
});

test("a mark of the future does not end reconciling for good", async () => {
  const shop = openShop({ "2026-11-18": [deposit("a")] });
  await shop.inbox.checkpoints?.write("reconcile", "2099-01-01");
  await shop.run();
  expect(shop.ids()).toEqual(["a"]);
});

test("several accounts on one store keep their own marks; one that is no day is refused", async () => {
  const inbox = lastingInbox();
  const shop = openShop({}, { inbox });
  await shop.run({ checkpoint: "eu" });
  expect([await inbox.checkpoints?.read("eu"), await shop.mark()]).toEqual([
    "2026-11-20",
    undefined,
  ]);
  await inbox.checkpoints?.write("eu", "2026-02-30");
  await expect(shop.run({ checkpoint: "eu" })).rejects.toThrow(
    /^checkpoint: "eu" holds "2026-02-30"/,
  );
});
