import { describe, expect, it } from "vitest";
import { numipayWebhook } from "../../src/webhooks/web.js";
import { password } from "../webhooks/stage.js";
import { deposit, openShop } from "./stage.js";

const week = { from: "2026-11-14", to: "2026-11-20" };

/** A webhook on the shop's inbox that handles withdrawals alone. */
function withoutDeposits(shop: ReturnType<typeof openShop>) {
  const webhook = numipayWebhook({
    signaturePassword: password,
    inbox: shop.inbox,
    onOutcome: () => undefined,
  });
  return webhook.on("withdrawal.*", () => undefined);
}

describe("a change without a handler", () => {
  it("is found once, counted apart, and holds no watermark", async () => {
    const shop = openShop({ "2026-11-15": [deposit("a")] });
    const webhook = withoutDeposits(shop);
    expect(await shop.run({ webhook })).toMatchObject([{ outcome: "unhandled", handlers: 0 }]);
    expect(shop.progress.at(-1)).toMatchObject({ unhandled: 1, found: 0, failed: 0 });
    expect(await shop.run({ webhook })).toEqual([]);
    expect(shop.progress.at(-1)).toMatchObject({ unhandled: 1, watermark: "2026-11-20" });
  });

  it("does not reach a handler that was added later", async () => {
    const shop = openShop({ "2026-11-15": [deposit("a")] });
    await shop.run({ webhook: withoutDeposits(shop) });
    expect(await shop.run()).toEqual([]);
    expect(await shop.run(week)).toEqual([]);
    expect(shop.ids()).toEqual([]);
  });
});

describe("includeUnhandled", () => {
  it("applies what has a handler by now, once", async () => {
    const shop = openShop({ "2026-11-15": [deposit("a")], "2026-11-10": [deposit("old")] });
    await shop.run({ webhook: withoutDeposits(shop), from: "2026-11-10" });
    const dry = await shop.run({ ...week, includeUnhandled: true, dryRun: true });
    expect(dry).toMatchObject([{ outcome: "missing" }]);
    const found = await shop.run({ ...week, includeUnhandled: true });
    expect(found).toMatchObject([{ outcome: "processed", handlers: 1 }]);
    expect(await shop.run({ ...week, includeUnhandled: true })).toEqual([]);
    expect(shop.ids()).toEqual(["a"]);
  });

  it("leaves what still has none", async () => {
    const shop = openShop({ "2026-11-15": [deposit("a")] });
    const webhook = withoutDeposits(shop);
    await shop.run({ webhook });
    expect(await shop.run({ ...week, webhook, includeUnhandled: true })).toEqual([]);
  });

  it("needs a first day", () => {
    expect(() => openShop({}).start({ includeUnhandled: true })).toThrow(/^from: /);
  });
});
