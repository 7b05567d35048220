import { describe, expect, it } from "vitest";
import { numipayWebhook } from "../../src/webhooks/web.js";
import { password } from "../webhooks/fixture.js";
import { deposit, createShop } from "./fixture.js";

const week = { from: "2026-11-14", to: "2026-11-20" };

// Decision 0017: an event without a handler is recorded as unhandled.

/** Creates a webhook on the shop's inbox that only handles withdrawals. */
function withoutDeposits(shop: ReturnType<typeof createShop>) {
  const webhook = numipayWebhook({
    signaturePassword: password,
    inbox: shop.inbox,
    onOutcome: () => undefined,
  });
  return webhook.on("withdrawal.*", () => undefined);
}

describe("a change without a handler", () => {
  it("does not hold back the watermark", async () => {
    const shop = createShop({ "2026-11-15": [deposit("a")] });
    const webhook = withoutDeposits(shop);
    expect(await shop.run({ webhook })).toMatchObject([{ outcome: "unhandled", handlers: 0 }]);
    expect(shop.progress.at(-1)).toMatchObject({ unhandled: 1, found: 0, failed: 0 });
    expect(await shop.run({ webhook })).toEqual([]);
    expect(shop.progress.at(-1)).toMatchObject({ unhandled: 1, watermark: "2026-11-20" });
  });

  it("does not reach a later handler", async () => {
    const shop = createShop({ "2026-11-15": [deposit("a")] });
    await shop.run({ webhook: withoutDeposits(shop) });
    expect(await shop.run()).toEqual([]);
    expect(await shop.run(week)).toEqual([]);
    expect(shop.ids()).toEqual([]);
  });
});

describe("includeUnhandled", () => {
  it("applies changes that now have a handler", async () => {
    const shop = createShop({ "2026-11-15": [deposit("a")], "2026-11-10": [deposit("old")] });
    await shop.run({ webhook: withoutDeposits(shop), from: "2026-11-10" });
    const dry = await shop.run({ ...week, includeUnhandled: true, dryRun: true });
    expect(dry).toMatchObject([{ outcome: "missing" }]);
    const found = await shop.run({ ...week, includeUnhandled: true });
    expect(found).toMatchObject([{ outcome: "processed", handlers: 1 }]);
    expect(await shop.run({ ...week, includeUnhandled: true })).toEqual([]);
    expect(shop.ids()).toEqual(["a"]);
  });

  it("skips changes without a handler", async () => {
    const shop = createShop({ "2026-11-15": [deposit("a")] });
    const webhook = withoutDeposits(shop);
    await shop.run({ webhook });
    expect(await shop.run({ ...week, webhook, includeUnhandled: true })).toEqual([]);
  });

  it("requires from", () => {
    expect(() => createShop({}).start({ includeUnhandled: true })).toThrow(/^from is required/);
  });
});
