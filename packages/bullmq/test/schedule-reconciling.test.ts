import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { type Inbox, memoryInbox, numipayWebhook, type Transaction } from "@numipay/core";
import { exampleTransaction } from "@numipay/testing";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { scheduleReconciling } from "./schedule-reconciling.js";
import { describeWithRedis, redis } from "./fixture.js";

/** A gateway that lists the events, and servers that run the recipe of docs/reconcile.md. */
function openServers(events: Transaction[]) {
  const place = {
    connection: { url: redis.href },
    prefix: `numipay-test-${randomUUID()}`,
  };
  const inbox: Inbox = { ...memoryInbox(), durable: true };
  const applied: string[] = [];
  const list = vi.fn(async () => events);
  return {
    applied,
    list,
    start: async (before: () => void = () => undefined) => {
      const webhook = numipayWebhook({
        signaturePassword: "a-signature-password-of-30-chars",
        inbox,
        onOutcome: () => undefined,
      });
      webhook.on("*", ({ tracking_id }) => {
        before();
        applied.push(tracking_id);
      });
      const transactions = { list } as never;
      const { queue, worker } = await scheduleReconciling(place, webhook, { transactions });
      onTestFinished(async () => {
        await worker.close();
        await queue.obliterate({ force: true }).catch(() => undefined);
        await queue.close();
      });
      return queue;
    },
  };
}

describe("the recipe for BullMQ", () => {
  it("is the one in docs/reconcile.md", () => {
    const page = readFileSync(new URL("../../../docs/reconcile.md", import.meta.url), "utf8");
    const recipe = readFileSync(new URL("schedule-reconciling.ts", import.meta.url), "utf8");
    expect(page).toContain(recipe);
  });

  describeWithRedis("on Redis", () => {
    it("schedules one run for any number of servers", async () => {
      const events = [exampleTransaction(), exampleTransaction()];
      const { start, applied } = openServers(events);
      const [queue] = await Promise.all([start(), start(), start()]);
      await vi.waitFor(async () => expect(await queue.getCompletedCount()).toBe(1), {
        timeout: 20_000,
      });
      expect(applied.toSorted()).toEqual(events.map(({ tracking_id }) => tracking_id).toSorted());
      expect(await queue.getJobSchedulersCount()).toBe(1);
      const [next, ...more] = await queue.getDelayed();
      expect([next?.delay, more]).toEqual([expect.any(Number), []]);
      await next?.promote();
      await vi.waitFor(async () => expect(await queue.getCompletedCount()).toBe(2), {
        timeout: 20_000,
      });
      expect(applied).toHaveLength(2);
    });

    it("fails a run with failures, and the next run retries", async () => {
      const event = exampleTransaction();
      const { start, applied } = openServers([event]);
      let isBroken = true;
      const queue = await start(() => {
        if (isBroken) throw new Error("the ledger is locked");
      });
      await vi.waitFor(async () => expect(await queue.getFailedCount()).toBe(1), {
        timeout: 20_000,
      });
      const [failed] = await queue.getFailed();
      expect(failed?.failedReason).toMatch(/^\d+ transactions could not be applied$/);
      isBroken = false;
      const [next] = await queue.getDelayed();
      await next?.promote();
      await vi.waitFor(async () => expect(await queue.getCompletedCount()).toBe(1), {
        timeout: 20_000,
      });
      expect(applied).toEqual([event.tracking_id]);
    });
  });
});
