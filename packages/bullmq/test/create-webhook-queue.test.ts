import { inspect } from "node:util";
import { createWebhookQueue } from "@numipay/bullmq";
import { numipayWebhook } from "@numipay/core";
import { exampleTransaction, signDelivery } from "@numipay/testing";
import { Redis } from "ioredis";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { findRedisRisks } from "../src/find-redis-risks.js";
import { createRecorder, describeWithRedis, openFixture, openWorker } from "./fixture.js";

afterEach(() => {
  vi.restoreAllMocks();
});

// Guards against an event acknowledged before it is stored: decision 0008.
describeWithRedis("a webhook queue", () => {
  it("stores the event before the gateway gets a 200", async () => {
    const { deliver, bull } = await openFixture();
    const event = exampleTransaction({ note: "ünïcode \u0000 kept" } as object);
    expect(await deliver(event)).toBe(200);
    const [job] = await bull.getWaiting();
    expect(job).toMatchObject({ name: "deposit.successful", data: { event, account: "default" } });
  });

  it("adds one job for fifteen deliveries", async () => {
    const { deliver, bull } = await openFixture();
    const event = exampleTransaction();
    for (let time = 0; time < 5; time += 1) expect(await deliver(event)).toBe(200);
    const statuses = await Promise.all(Array.from({ length: 10 }, () => deliver(event)));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(await bull.getJobCounts()).toMatchObject({ waiting: 1, active: 0, failed: 0 });
  });

  it("adds no job for an event that was just applied", async () => {
    const fixture = await openFixture();
    const { worker, reports } = openWorker(fixture);
    const event = exampleTransaction();
    await fixture.deliver(event);
    worker.start();
    await reports.reach(1);
    await vi.waitFor(async () => expect(await fixture.bull.getCompletedCount()).toBe(1), {
      timeout: 20_000,
    });
    expect(await fixture.deliver(event)).toBe(200);
    expect(await fixture.bull.getJobCounts()).toMatchObject({ waiting: 0, completed: 1 });
  });

  describe("with an unreadable delivery", () => {
    const anonymous = { ...exampleTransaction(), user_id: null } as never;
    const contract = { webhook: { fields: { user_id: { required: false } } } };

    it("stores it once and responds 200", async () => {
      const { deliver, bull, openWebhook } = await openFixture();
      for (let time = 0; time < 3; time += 1) expect(await deliver(anonymous)).toBe(200);
      expect(await bull.getJobCounts()).toMatchObject({ waiting: 0, failed: 0 });
      const kept = await openWebhook().unreadable.list();
      expect(kept.map(({ text }) => JSON.parse(text) as unknown)).toEqual([anonymous]);
    });

    it("adds a job once the contract reads it", async () => {
      const { deliver, bull, openWebhook } = await openFixture();
      await deliver(anonymous);
      expect((await openWebhook().unreadable.replay()).settled).toEqual({});
      expect((await openWebhook(undefined, contract).unreadable.replay()).settled).toEqual({
        queued: 1,
      });
      expect((await bull.getWaiting())[0]?.data).toMatchObject({ event: anonymous });
      expect(await openWebhook().unreadable.list()).toEqual([]);
    });

    it("lists it for its own account, oldest first", async () => {
      const { deliver, openWebhook } = await openFixture();
      for (const account of ["eu", "us", "eu"]) {
        await deliver({ ...exampleTransaction(), user_id: null } as never, account);
      }
      const kept = await openWebhook("eu").unreadable.list();
      expect(kept.map(({ account }) => account)).toEqual(["eu", "eu"]);
      const dates = kept.map(({ receivedAt }) => receivedAt);
      expect(dates).toEqual(dates.toSorted());
    });

    it("responds 503 while Redis is unreachable", async () => {
      const { deliver, line } = await openFixture({ timeoutMs: 500 });
      expect(await deliver(anonymous)).toBe(200);
      await line.cut();
      expect(await deliver(anonymous)).toBe(503);
    });
  });

  it("adds a job per status and content", async () => {
    const { deliver, bull } = await openFixture();
    const event = exampleTransaction();
    await deliver({ ...event, status: "pending" });
    await deliver(event);
    await deliver({ ...event, amount: "999.00" });
    expect(await bull.getWaitingCount()).toBe(3);
  });

  it("adds a job per account", async () => {
    const { deliver, bull } = await openFixture();
    const event = exampleTransaction();
    const accounts = ["default", "eu", "eu:deposit", "eu%3Adeposit", "a\nb", "\ud800", "\ud801"];
    for (const account of [...accounts, ...accounts]) {
      expect(await deliver(event, account)).toBe(200);
    }
    const jobs = await bull.getWaiting();
    expect(jobs.map(({ data }) => String(data.account)).toSorted()).toEqual(accounts.toSorted());
  });

  it("does not replay the job that it just added", async () => {
    const fixture = await openFixture();
    const { worker, deadLetters } = openWorker(fixture);
    worker
      .on("*", () => {
        throw new Error("the ledger is locked");
      })
      .start();
    const add = async (...job: Parameters<typeof fixture.bull.add>) => {
      const added = await fixture.bull.add(...job);
      await deadLetters.reach(1);
      return added;
    };
    const slow = Object.assign(Object.create(fixture.bull) as typeof fixture.bull, { add });
    const queue = createWebhookQueue({ queue: slow, attempts: 1, onRisk: () => undefined });
    const signaturePassword = "a-signature-password-of-30-chars";
    const webhook = numipayWebhook({ signaturePassword, queue });
    const delivery = signDelivery(exampleTransaction(), { signaturePassword });
    const response = await webhook.fetch(new Request("http://shop.test/", delivery));
    expect(response.status).toBe(200);
    expect(await fixture.bull.getJobCounts()).toMatchObject({ waiting: 0, active: 0, failed: 1 });
    expect(deadLetters.items).toHaveLength(1);
  });

  it("responds 503 while Redis is unreachable, then recovers", async () => {
    vi.spyOn(console, "error").mockReturnValue();
    // The timeout is longer than the test, so the 503 must come at once.
    const fixture = await openFixture({ timeoutMs: 60_000 });
    expect(await fixture.deliver(exampleTransaction())).toBe(200);
    await fixture.line.cut();
    const lost = exampleTransaction();
    expect(await fixture.deliver(lost)).toBe(503);
    expect(fixture.responses.at(-1)).toMatchObject({
      outcome: "inbox-unavailable",
      error: { message: expect.stringContaining("The webhook queue is unavailable") },
    });
    await expect(fixture.queue.ping()).rejects.toThrow("The webhook queue is unavailable");
    await fixture.line.restore();
    await vi.waitFor(async () => expect(await fixture.deliver(lost)).toBe(200), {
      timeout: 20_000,
    });
    await expect(fixture.queue.ping()).resolves.toBeUndefined();
    expect(await fixture.bull.getWaitingCount()).toBe(2);
  });

  it("times out if Redis was never reachable", async () => {
    const errorLog = vi.spyOn(console, "error").mockReturnValue();
    const fixture = await openFixture();
    await fixture.line.cut();
    const queue = createWebhookQueue({
      connection: { url: fixture.line.url, retryStrategy: () => 20 },
      timeoutMs: 50,
    });
    onTestFinished(() => queue.close());
    await expect(queue.ping()).rejects.toThrow("Redis did not respond within 50 ms");
    // The connection fails fifty times a second.
    expect(errorLog.mock.calls.length).toBeLessThanOrEqual(2);
  });

  it("logs risks to a given logger", async () => {
    const printed = vi.spyOn(console, "warn").mockReturnValue();
    const logged = createRecorder<string>();
    const logger = { error: () => undefined, warn: (message: string) => logged.add(message) };
    const { place } = await openFixture();
    const client = new Redis(place.connection.url);
    onTestFinished(() => client.disconnect());
    const expected = findRedisRisks(await client.info());
    const queue = createWebhookQueue({ ...place, logger });
    onTestFinished(() => queue.close());
    await queue.ping();
    const messages = await logged.reach(expected.length);
    expect(messages).toEqual(expected.map((risk) => `numipay: ${risk}`));
    expect(printed).not.toHaveBeenCalled();
  });

  it("logs connection errors to a given logger", async () => {
    // The fixture's own queue prints.
    vi.spyOn(console, "error").mockReturnValue();
    const logged = createRecorder<string>();
    const logger = { error: (message: string) => logged.add(message), warn: () => undefined };
    const { line } = await openFixture();
    await line.cut();
    const queue = createWebhookQueue({ connection: { url: line.url }, timeoutMs: 50, logger });
    onTestFinished(() => queue.close());
    expect(await logged.reach(1)).toEqual([
      expect.stringMatching(/^numipay: the webhook queue: connect ECONNREFUSED/),
    ]);
  });

  it("leaves a given client open on close", async () => {
    const fixture = await openFixture();
    const client = new Redis(fixture.place.connection.url, { maxRetriesPerRequest: 1 });
    onTestFinished(() => client.disconnect());
    const queue = fixture.openQueue(client);
    await queue.ping();
    await queue.close();
    expect(await client.ping()).toBe("PONG");
  });

  it("reports the risks of the server's settings", async () => {
    const risks = createRecorder<string>();
    const { bull, place } = await openFixture({ onRisk: risks.add });
    const client = new Redis(place.connection.url);
    onTestFinished(() => client.disconnect());
    const expected = findRedisRisks(await client.info());
    await bull.waitUntilReady();
    expect(await risks.reach(expected.length)).toEqual(expected);
  });

  it("never prints the Redis password", async () => {
    const errorLog = vi.spyOn(console, "error").mockReturnValue();
    const fixture = await openFixture({ timeoutMs: 500 });
    const queue = fixture.openQueue({
      ...fixture.place.connection,
      username: "canary-user",
      password: "canary-password",
    });
    const refused = queue.ping();
    await expect(refused).rejects.toThrow(/is unavailable/);
    const error: unknown = await refused.catch((thrown: unknown) => thrown);
    expect(errorLog).toHaveBeenCalled();
    for (const shown of [...errorLog.mock.calls, [error]]) {
      expect(inspect(shown, { depth: null, showHidden: true })).not.toContain("canary-password");
    }
  });
});

describe("dead letters", () => {
  describeWithRedis("of a webhook queue", () => {
    it("are listed and replayed with all attempts", async () => {
      const fixture = await openFixture();
      const { worker, deadLetters, reports } = openWorker(fixture);
      let isBroken = true;
      worker.on("*", () => {
        if (isBroken) throw new Error("the ledger is locked");
      });
      const events = [exampleTransaction(), exampleTransaction()] as const;
      for (const event of events) await fixture.deliver(event);
      worker.start();
      await deadLetters.reach(2);

      const listed = await fixture.queue.listDeadLetters();
      expect(new Set(listed.map(({ event }) => event?.transaction_id))).toEqual(
        new Set(events.map(({ transaction_id }) => transaction_id)),
      );
      expect(listed[0]).toMatchObject({
        attempts: 3,
        reason: "handler-failed: the ledger is locked",
        failedAt: expect.any(Date),
      });
      expect(await fixture.queue.listDeadLetters({ offset: 1, limit: 1 })).toEqual([listed[1]]);

      const [{ id } = { id: "" }] = listed;
      expect(await fixture.queue.replayDeadLetters({ ids: [id, "no-such-id"] })).toEqual({
        replayed: [id],
        missing: ["no-such-id"],
      });
      await deadLetters.reach(3);
      expect(deadLetters.items.at(-1)).toMatchObject({ id, attempts: 3 });

      isBroken = false;
      const { replayed, missing } = await fixture.queue.replayDeadLetters();
      expect([replayed.length, missing]).toEqual([2, []]);
      // Nine failed attempts, then two successful ones.
      await reports.reach(11);
      expect(reports.items.slice(-2).map(({ outcome }) => outcome)).toEqual([
        "processed",
        "processed",
      ]);
      expect(await fixture.queue.listDeadLetters()).toEqual([]);
    });

    it("are replayed when the gateway delivers them again", async () => {
      const fixture = await openFixture({ attempts: 1 });
      const { worker, deadLetters, reports } = openWorker(fixture);
      let isBroken = true;
      worker.on("*", () => {
        if (isBroken) throw new Error("the ledger is locked");
      });
      const event = exampleTransaction();
      await fixture.deliver(event);
      worker.start();
      await deadLetters.reach(1);
      isBroken = false;
      const statuses = await Promise.all([1, 2, 3].map(() => fixture.deliver(event)));
      expect(statuses).toEqual([200, 200, 200]);
      await reports.reach(2);
      expect(reports.items.map(({ outcome }) => outcome)).toEqual(["handler-failed", "processed"]);
    });

    it("are listed only for a valid range", async () => {
      const { queue } = await openFixture();
      await expect(queue.listDeadLetters({ offset: -1 })).rejects.toThrow(/^offset /);
      await expect(queue.listDeadLetters({ limit: 0 })).rejects.toThrow(/^limit /);
    });
  });
});

describe("createWebhookQueue", () => {
  it.each([
    [{}, /^connection must be connection options/],
    [{ connection: "redis://127.0.0.1" }, /^connection /],
    [{ connection: {}, name: "a:b" }, /^name /],
    [{ connection: {}, attempts: 0 }, /^attempts /],
    [{ connection: {}, backoffMs: 1.5 }, /^backoffMs /],
    [{ connection: {}, backoffMs: 2 ** 31 }, /^backoffMs .*1 to 2147483647/],
    [{ connection: {}, timeoutMs: 2 ** 31 }, /^timeoutMs .*1 to 2147483647/],
    [{ connection: {}, keepCompletedMs: Number.NaN }, /^keepCompletedMs /],
    [{ connection: {}, timeoutMs: -1 }, /^timeoutMs /],
    [{ connection: {}, attempt: 3 }, /^attempt is not an option\. Did you mean attempts\?/],
  ])("rejects %j and names the option", (options, problem) => {
    expect(() => createWebhookQueue(options as never)).toThrow(problem);
  });
});
