import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { type Inbox, memoryInbox, numipayWebhook, type Transaction } from "@numipay/core";
import { exampleTransaction } from "@numipay/testing";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { scheduleReconciling } from "./schedule-reconciling.js";
import { describeWithRedis, redis } from "./stage.js";

/** A gateway that lists events, and servers that schedule the recipe of docs/reconcile.md for it. */
function openServers(events: Transaction[]) {
  const place = {
    connection: { url: redis.href },
    prefix: `numipay-test-${randomUUID()}`,
  };
  const inbox: Inbox = { ...memoryInbox(), durable: true };
  const heard: string[] = [];
  const list = vi.fn(async () => events);
  return {
    heard,
    list,
    start: async (before: () => void = () => undefined) => {
      const webhook = numipayWebhook({
        signaturePassword: "a-signature-password-of-30-chars",
        inbox,
        onOutcome: () => undefined,
      });
      webhook.on("*", ({ tracking_id }) => {
        before();
        heard.push(tracking_id);
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

test("the recipe for BullMQ is the one on the page", () => {
  const page = readFileSync(new URL("../../../docs/reconcile.md", import.meta.url), "utf8");
  const recipe = readFileSync(new URL("schedule-reconciling.ts", import.meta.url), "utf8");
  expect(page).toContain(recipe);
});

describe("the recipe for BullMQ", () => {
  describeWithRedis("on a Redis", () => {
    test("runs at once and has the next run wait, once however many servers ask for it", async () => {
      const events = [exampleTransaction(), exampleTransaction()];
      const { start, heard } = openServers(events);
      const [queue] = await Promise.all([start(), start(), start()]);
      await vi.waitFor(async () => expect(await queue.getCompletedCount()).toBe(1));
      expect(heard.toSorted()).toEqual(events.map(({ tracking_id }) => tracking_id).toSorted());
      expect(await queue.getJobSchedulersCount()).toBe(1);
      const [next, ...more] = await queue.getDelayed();
      expect([next?.delay, more]).toEqual([expect.any(Number), []]);
      await next?.promote();
      await vi.waitFor(async () => expect(await queue.getCompletedCount()).toBe(2));
      expect(heard).toHaveLength(2);
    });

    test("fails where something could not be applied, and the next run applies it", async () => {
      const event = exampleTransaction();
      const { start, heard } = openServers([event]);
      let isBroken = true;
      const queue = await start(() => {
        if (isBroken) throw new Error("the ledger is locked");
      });
      await vi.waitFor(async () => expect(await queue.getFailedCount()).toBe(1));
      const [failed] = await queue.getFailed();
      expect(failed?.failedReason).toMatch(/^\d+ transactions could not be applied$/);
      isBroken = false;
      const [next] = await queue.getDelayed();
      await next?.promote();
      await vi.waitFor(async () => expect(await queue.getCompletedCount()).toBe(1));
      expect(heard).toEqual([event.tracking_id]);
    });
  });
});
