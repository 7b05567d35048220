import { Numipay } from "@numipay/core";
import { numipayWebhook } from "@numipay/express";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { recoverMissed, recoverMissedHourly } from "../src/payments/recover-missed.js";
import { describeEachStorage } from "./describe-each-storage.js";
import { customerAtCashier, openWorld, stateOf } from "./world.js";

describeEachStorage((createStorage) => {
  it("applies missed webhooks once", async () => {
    const world = await openWorld(await createStorage());
    const { numipay, webhook, sandbox } = world;
    const { customer, order } = await customerAtCashier(world);
    sandbox.setWebhookUrl(undefined);
    await customer.follow("Northbank");
    await customer.press("Pay");
    await sandbox.flush();
    expect(await stateOf(world, order.id)).toBe("waiting");

    const recover = () => recoverMissed(numipay, webhook, () => sandbox.now().getTime());
    if (webhook.inbox.durable === false) {
      await expect(recover()).rejects.toThrow(/webhook/);
      expect(await stateOf(world, order.id)).toBe("waiting");
      return;
    }
    expect(await recover()).toEqual({ applied: 1, failed: 0 });
    expect(await stateOf(world, order.id)).toBe("paid");
    expect(await recover()).toEqual({ applied: 0, failed: 0 });
    expect(await world.store.listEntries()).toMatchObject([{ to: "sales", cents: 1290 }]);
  });
});

describe("the hourly recovery", () => {
  const numipay = new Numipay({ apiKey: "key", baseUrl: "http://127.0.0.1:9" });
  const signaturePassword = "more than twenty characters";
  const webhook = numipayWebhook({ signaturePassword });

  it("does not start without a durable inbox", () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    recoverMissedHourly(numipay, webhook);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("runs until it is stopped", () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const durable = numipayWebhook({
      signaturePassword,
      inbox: { ...webhook.inbox, durable: true },
    });
    const stop = recoverMissedHourly(numipay, durable);
    expect(vi.getTimerCount()).toBe(1);
    stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
