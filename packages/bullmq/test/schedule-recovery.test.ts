import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { memoryJournal, Numipay } from "@numipay/core";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { scheduleRecovery } from "./schedule-recovery.js";
import { describeWithRedis, redis } from "./fixture.js";

const key = { apiKey: "dev-key", baseUrl: "https://gateway.example", retries: 0 };
const payout = { tracking_id: "payout-1", user_id: "u-1", currency: "EUR", amount: "30.00" };

describe("the recovery recipe for BullMQ", () => {
  it("is the one in docs/recover.md", () => {
    const page = readFileSync(new URL("../../../docs/recover.md", import.meta.url), "utf8");
    const recipe = readFileSync(new URL("schedule-recovery.ts", import.meta.url), "utf8");
    expect(page).toContain(recipe);
  });

  describeWithRedis("on Redis", () => {
    it("fails a job while a call is unknown, and completes the next", async () => {
      const journal = memoryJournal();
      const lost = async (): Promise<Response> => Promise.reject(new Error("lost"));
      await new Numipay({ ...key, journal, fetch: lost }).payouts
        .request(payout)
        .catch(() => undefined);
      let isKnown = false;
      const fetch = async (): Promise<Response> =>
        isKnown
          ? Response.json({ transaction_status: "pending" })
          : new Response("{}", { status: 404 });
      const place = { connection: { url: redis.href }, prefix: `numipay-test-${randomUUID()}` };
      const numipay = new Numipay({ ...key, fetch });
      const { queue, worker } = await scheduleRecovery(place, numipay, journal);
      onTestFinished(async () => {
        await worker.close();
        await queue.obliterate({ force: true }).catch(() => undefined);
        await queue.close();
      });
      await vi.waitFor(async () => expect(await queue.getFailedCount()).toBe(1), {
        timeout: 20_000,
      });
      const [failed] = await queue.getFailed();
      expect(failed?.failedReason).toBe("1 payments have an unknown outcome");
      isKnown = true;
      const [next] = await queue.getDelayed();
      await next?.promote();
      await vi.waitFor(async () => expect(await queue.getCompletedCount()).toBe(1), {
        timeout: 20_000,
      });
    });
  });
});
