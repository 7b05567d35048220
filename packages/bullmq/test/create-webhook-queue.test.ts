import { inspect } from "node:util";
import { createWebhookQueue } from "@numipay/bullmq";
import { numipayWebhook } from "@numipay/core";
import { exampleTransaction, signDelivery } from "@numipay/testing";
import { Redis } from "ioredis";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { findRedisRisks } from "../src/find-redis-risks.js";
import { createTape, describeWithRedis, openFixture, openWorker } from "./stage.js";

afterEach(() => {
  vi.restoreAllMocks();
});

describeWithRedis("a webhook queue", () => {
  test("has stored the event when the gateway gets its 200", async () => {
    const { deliver, bull } = await openFixture();
    const event = exampleTransaction({ note: "ünïcode \u0000 kept" } as object);
    expect(await deliver(event)).toBe(200);
    const [job] = await bull.getWaiting();
    expect(job).toMatchObject({ name: "deposit.successful", data: { event, account: "default" } });
  });

  test("makes one job of fifteen deliveries, one after the other or at once", async () => {
    const { deliver, bull } = await openFixture();
    const event = exampleTransaction();
    for (let time = 0; time < 5; time += 1) expect(await deliver(event)).toBe(200);
    const statuses = await Promise.all(Array.from({ length: 10 }, () => deliver(event)));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(await bull.getJobCounts()).toMatchObject({ waiting: 1, active: 0, failed: 0 });
  });

  test("makes no job of a delivery whose event was applied a moment ago", async () => {
    const stage = await openFixture();
    const { worker, reports } = openWorker(stage);
    const event = exampleTransaction();
    await stage.deliver(event);
    worker.start();
    await reports.reach(1);
    await vi.waitFor(async () => expect(await stage.bull.getCompletedCount()).toBe(1));
    expect(await stage.deliver(event)).toBe(200);
    expect(await stage.bull.getJobCounts()).toMatchObject({ waiting: 0, completed: 1 });
  });

  describe("a signed delivery that is no transaction", () => {
    const anonymous = { ...exampleTransaction(), user_id: null } as never;
    const contract = { webhook: { fields: { user_id: { required: false } } } };

    test("is stored beside the jobs, once, and gets a 200", async () => {
      const { deliver, bull, openFront } = await openFixture();
      for (let time = 0; time < 3; time += 1) expect(await deliver(anonymous)).toBe(200);
      expect(await bull.getJobCounts()).toMatchObject({ waiting: 0, failed: 0 });
      const kept = await openFront().unreadable.list();
      expect(kept.map(({ text }) => JSON.parse(text) as unknown)).toEqual([anonymous]);
    });

    test("becomes a job once the contract reads it", async () => {
      const { deliver, bull, openFront } = await openFixture();
      await deliver(anonymous);
      expect((await openFront().unreadable.replay()).settled).toEqual({});
      expect((await openFront(undefined, contract).unreadable.replay()).settled).toEqual({
        queued: 1,
      });
      expect((await bull.getWaiting())[0]?.data).toMatchObject({ event: anonymous });
      expect(await openFront().unreadable.list()).toEqual([]);
    });

    test("is listed for its own account alone, the oldest first", async () => {
      const { deliver, openFront } = await openFixture();
      for (const account of ["eu", "us", "eu"]) {
        await deliver({ ...exampleTransaction(), user_id: null } as never, account);
      }
      const kept = await openFront("eu").unreadable.list();
      expect(kept.map(({ account }) => account)).toEqual(["eu", "eu"]);
      const dates = kept.map(({ receivedAt }) => receivedAt);
      expect(dates).toEqual(dates.toSorted());
    });

    test("gets a 503 while Redis is away", async () => {
      const { deliver, line } = await openFixture({ timeoutMs: 500 });
      expect(await deliver(anonymous)).toBe(200);
      await line.cut();
      expect(await deliver(anonymous)).toBe(503);
    });
  });

  test("makes jobs of their own of other statuses and of other content", async () => {
    const { deliver, bull } = await openFixture();
    const event = exampleTransaction();
    await deliver({ ...event, status: "pending" });
    await deliver(event);
    await deliver({ ...event, amount: "999.00" });
    expect(await bull.getWaitingCount()).toBe(3);
  });

  test("makes a job of its own for each account", async () => {
    const { deliver, bull } = await openFixture();
    const event = exampleTransaction();
    const accounts = ["default", "eu", "eu:deposit", "eu%3Adeposit", "a\nb", "\ud800", "\ud801"];
    for (const account of [...accounts, ...accounts]) {
      expect(await deliver(event, account)).toBe(200);
    }
    const jobs = await bull.getWaiting();
    expect(jobs.map(({ data }) => String(data.account)).toSorted()).toEqual(accounts.toSorted());
  });

  test("does not revive its own job that failed meanwhile", async () => {
    const stage = await openFixture();
    const { worker, letters } = openWorker(stage);
    worker
      .on("*", () => {
        throw new Error("the ledger is locked");
      })
      .start();
    const add = async (...job: Parameters<typeof stage.bull.add>) => {
      const added = await stage.bull.add(...job);
      await letters.reach(1);
      return added;
    };
    const slow = Object.assign(Object.create(stage.bull) as typeof stage.bull, { add });
    const queue = createWebhookQueue({ queue: slow, attempts: 1, onRisk: () => undefined });
    const signaturePassword = "a-signature-password-of-30-chars";
    const front = numipayWebhook({ signaturePassword, queue });
    const delivery = signDelivery(exampleTransaction(), { signaturePassword });
    const answer = await front.fetch(new Request("http://shop.test/", delivery));
    expect(answer.status).toBe(200);
    expect(await stage.bull.getJobCounts()).toMatchObject({ waiting: 0, active: 0, failed: 1 });
    expect(letters.items).toHaveLength(1);
  });

  test("answers 503 while Redis is away, and stores again when it is back", async () => {
    vi.spyOn(console, "error").mockReturnValue();
    // At once: the time that it would wait for an answer is longer than the test.
    const stage = await openFixture({ timeoutMs: 60_000 });
    expect(await stage.deliver(exampleTransaction())).toBe(200);
    await stage.line.cut();
    const lost = exampleTransaction();
    expect(await stage.deliver(lost)).toBe(503);
    expect(stage.answers.at(-1)).toMatchObject({
      outcome: "inbox-unavailable",
      error: { message: expect.stringContaining("The webhook queue cannot be reached") },
    });
    await expect(stage.queue.ping()).rejects.toThrow("The webhook queue cannot be reached");
    await stage.line.mend();
    await vi.waitFor(async () => expect(await stage.deliver(lost)).toBe(200), { timeout: 5000 });
    await expect(stage.queue.ping()).resolves.toBeUndefined();
    expect(await stage.bull.getWaitingCount()).toBe(2);
  });

  test("answers 503 in time where Redis was never there", async () => {
    const told = vi.spyOn(console, "error").mockReturnValue();
    const stage = await openFixture();
    await stage.line.cut();
    const queue = createWebhookQueue({
      connection: { url: stage.line.url, retryStrategy: () => 20 },
      timeoutMs: 50,
    });
    onTestFinished(() => queue.close());
    await expect(queue.ping()).rejects.toThrow("Redis did not answer within 50 ms");
    // A connection that fails fifty times a second is told of once.
    expect(told.mock.calls.length).toBeLessThanOrEqual(2);
  });

  test("works on a client of one's own, and leaves it open", async () => {
    const stage = await openFixture();
    const client = new Redis(stage.place.connection.url, { maxRetriesPerRequest: 1 });
    onTestFinished(() => client.disconnect());
    const queue = stage.openQueue(client);
    await queue.ping();
    await queue.close();
    expect(await client.ping()).toBe("PONG");
  });

  test("says what in Redis' settings can lose events, as Redis itself reports it", async () => {
    const risks = createTape<string>();
    const { bull, place } = await openFixture({ onRisk: risks.add });
    const client = new Redis(place.connection.url);
    onTestFinished(() => client.disconnect());
    const expected = findRedisRisks(await client.info());
    await bull.waitUntilReady();
    expect(await risks.reach(expected.length)).toEqual(expected);
  });

  test("prints no password, whatever Redis says to it", async () => {
    const told = vi.spyOn(console, "error").mockReturnValue();
    const stage = await openFixture({ timeoutMs: 500 });
    const queue = stage.openQueue({
      ...stage.place.connection,
      username: "canary-user",
      password: "canary-password",
    });
    const refused = queue.ping();
    await expect(refused).rejects.toThrow(/cannot be reached/);
    const error: unknown = await refused.catch((thrown: unknown) => thrown);
    expect(told).toHaveBeenCalled();
    for (const shown of [...told.mock.calls, [error]]) {
      expect(inspect(shown, { depth: null, showHidden: true })).not.toContain("canary-password");
    }
  });
});

describe("dead letters", () => {
  describeWithRedis("of a webhook queue", () => {
    test("are kept, listed, and tried again from the first attempt on", async () => {
      const stage = await openFixture();
      const { worker, letters, reports } = openWorker(stage);
      let isBroken = true;
      worker.on("*", () => {
        if (isBroken) throw new Error("the ledger is locked");
      });
      const events = [exampleTransaction(), exampleTransaction()] as const;
      for (const event of events) await stage.deliver(event);
      worker.start();
      await letters.reach(2);

      const listed = await stage.queue.listDeadLetters();
      expect(new Set(listed.map(({ event }) => event?.transaction_id))).toEqual(
        new Set(events.map(({ transaction_id }) => transaction_id)),
      );
      expect(listed[0]).toMatchObject({
        attempts: 3,
        reason: "handler-failed: the ledger is locked",
        failedAt: expect.any(Date),
      });
      expect(await stage.queue.listDeadLetters({ offset: 1, limit: 1 })).toEqual([listed[1]]);

      const [{ id } = { id: "" }] = listed;
      expect(await stage.queue.replayDeadLetters({ ids: [id, "no-such-id"] })).toEqual({
        replayed: [id],
        missing: ["no-such-id"],
      });
      await letters.reach(3);
      expect(letters.items.at(-1)).toMatchObject({ id, attempts: 3 });

      isBroken = false;
      const { replayed, missing } = await stage.queue.replayDeadLetters();
      expect([replayed.length, missing]).toEqual([2, []]);
      // Nine tries that failed, and two that did not.
      await reports.reach(11);
      expect(reports.items.slice(-2).map(({ outcome }) => outcome)).toEqual([
        "processed",
        "processed",
      ]);
      expect(await stage.queue.listDeadLetters()).toEqual([]);
    });

    test("are tried again when the gateway delivers them once more", async () => {
      const stage = await openFixture({ attempts: 1 });
      const { worker, letters, reports } = openWorker(stage);
      let isBroken = true;
      worker.on("*", () => {
        if (isBroken) throw new Error("the ledger is locked");
      });
      const event = exampleTransaction();
      await stage.deliver(event);
      worker.start();
      await letters.reach(1);
      isBroken = false;
      const statuses = await Promise.all([1, 2, 3].map(() => stage.deliver(event)));
      expect(statuses).toEqual([200, 200, 200]);
      await reports.reach(2);
      expect(reports.items.map(({ outcome }) => outcome)).toEqual(["handler-failed", "processed"]);
    });

    test("are counted in whole numbers", async () => {
      const { queue } = await openFixture();
      await expect(queue.listDeadLetters({ offset: -1 })).rejects.toThrow(/^offset: /);
      await expect(queue.listDeadLetters({ limit: 0 })).rejects.toThrow(/^limit: /);
    });
  });
});

test.each([
  [{}, /^connection: must say where Redis is/],
  [{ connection: "redis://127.0.0.1" }, /^connection: /],
  [{ connection: {}, name: "a:b" }, /^name: /],
  [{ connection: {}, attempts: 0 }, /^attempts: /],
  [{ connection: {}, backoffMs: 1.5 }, /^backoffMs: /],
  [{ connection: {}, backoffMs: 2 ** 31 }, /^backoffMs: .*1 to 2147483647/],
  [{ connection: {}, timeoutMs: 2 ** 31 }, /^timeoutMs: .*1 to 2147483647/],
  [{ connection: {}, keepCompletedMs: Number.NaN }, /^keepCompletedMs: /],
  [{ connection: {}, timeoutMs: -1 }, /^timeoutMs: /],
])("a queue made with %j is refused, naming the option", (options, problem) => {
  expect(() => createWebhookQueue(options as never)).toThrow(problem);
});
