// @ts-check
import { Numipay } from "@numipay/core";
import { numipayWebhook } from "@numipay/express";
import { describe, expect, test, vi } from "vitest";
import { findMissed, findMissedHourly } from "../src/payments/find-missed.js";
import { describeEachStore } from "./describe-each-store.js";
import { customerAtCashier, openWorld, stateOf } from "./world.js";

describeEachStore((newStore) => {
  test("what no webhook brought is booked, and nothing twice", async () => {
    const world = await openWorld(await newStore());
    const { numipay, webhook, sandbox } = world;
    const { customer, order } = await customerAtCashier(world);
    sandbox.setWebhookUrl(undefined);
    await customer.follow("Northbank");
    await customer.press("Pay");
    await sandbox.flush();
    expect(await stateOf(world, order.id)).toBe("waiting");

    const find = () => findMissed(numipay, webhook, () => sandbox.now().getTime());
    if (webhook.inbox.durable === false) {
      await expect(find()).rejects.toThrow(/knows nothing of what was applied/);
      return;
    }
    expect(await find()).toEqual({ applied: 1, failed: 0 });
    expect(await stateOf(world, order.id)).toBe("paid");
    expect(await find()).toEqual({ applied: 0, failed: 0 });
    expect(await world.books.listEntries()).toMatchObject([{ to: "sales", cents: 1290 }]);
  });
});

describe("looking every hour", () => {
  test("is not begun where the inbox forgets, and ends when asked to", () => {
    vi.useFakeTimers();
    try {
      const numipay = new Numipay({ apiKey: "key", baseUrl: "http://127.0.0.1:9" });
      const webhook = numipayWebhook({ signaturePassword: "more than twenty characters" });
      findMissedHourly(numipay, webhook);
      expect(vi.getTimerCount()).toBe(0);
      const remembering = numipayWebhook({
        signaturePassword: "more than twenty characters",
        inbox: { ...webhook.inbox, durable: true },
      });
      const stop = findMissedHourly(numipay, remembering);
      expect(vi.getTimerCount()).toBe(1);
      stop();
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});
