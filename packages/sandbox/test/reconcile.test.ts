import { memoryInbox, type Reconciled, reconcile } from "@numipay/core";
import { describe, expect, it } from "vitest";
import { openShop } from "./chaos/shop.js";

/** An in-memory inbox that counts as durable, to simulate a database. */
const durableInbox = () => ({ ...memoryInbox(), durable: true });

describe("reconciliation", () => {
  it("recovers webhooks lost in an outage", async () => {
    let isDown = false;
    const shop = await openShop({
      webhook: { inbox: durableInbox() },
      receive: async (request) =>
        isDown ? new Response(null, { status: 503 }) : shop.receiver(request),
    });
    const { sandbox, numipay } = shop;
    const run = async (): Promise<Reconciled[]> => {
      const all: Reconciled[] = [];
      const now = () => sandbox.now().getTime();
      for await (const one of reconcile({ numipay, webhook: shop.webhook, now })) all.push(one);
      return all;
    };

    await shop.pay("order-1");
    await sandbox.flush();
    isDown = true;
    await shop.pay("order-2");
    await shop.pay("order-3", "declined");
    await sandbox.advance("90m");
    isDown = false;
    await sandbox.runUntilIdle();
    expect(new Set(shop.applied.map((line) => line.split(" ")[0]))).toEqual(new Set(["order-1"]));

    const found = await run();
    expect(
      found.map(({ transaction, outcome }) => `${transaction.tracking_id} ${outcome}`),
    ).toEqual(["order-2 processed", "order-3 processed"]);
    expect(shop.applied.slice(-2)).toEqual([
      "order-2 successful 200.00",
      "order-3 rejected 200.00",
    ]);
    await sandbox.advance("24h");
    expect(await run()).toEqual([]);
  });

  it("ignores late webhooks after reconciling", async () => {
    let isDown = true;
    const shop = await openShop({
      webhook: { inbox: durableInbox() },
      receive: async (request) =>
        isDown ? new Response(null, { status: 503 }) : shop.receiver(request),
    });
    await shop.pay("order-1");
    await shop.sandbox.flush();
    const { numipay, webhook, sandbox } = shop;
    const now = () => sandbox.now().getTime();
    for await (const { outcome } of reconcile({ numipay, webhook, now })) {
      expect(outcome).toBe("processed");
    }
    isDown = false;
    await sandbox.runUntilIdle();
    expect(shop.applied).toEqual(["order-1 successful 200.00"]);
    expect(new Set(shop.outcomes.slice(1))).not.toContain("processed");
  });
});
