import {
  createWebhookQueue,
  createWebhookWorker,
  type WebhookQueueOptions,
  type WebhookWorkerOptions,
} from "@numipay/bullmq";
import { memoryInbox } from "@numipay/core";
import { Queue } from "bullmq";
import { Cluster, Redis } from "ioredis";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { openAll, openClient } from "./own-redis-fixture.js";
import { describeWithOwnRedis, startRedis } from "./start-redis.js";

describeWithOwnRedis("on a Redis Cluster", () => {
  it("a prefix with a hash tag works", { timeout: 20_000 }, async () => {
    const { port } = await startRedis([
      "--cluster-enabled",
      "yes",
      "--cluster-announce-ip",
      "127.0.0.1",
    ]);
    await openClient(port).cluster("ADDSLOTSRANGE", 0, 16_383);
    const connection = new Cluster([port]);
    onTestFinished(() => connection.disconnect());
    await vi.waitFor(
      async () => expect(await connection.cluster("INFO")).toContain("cluster_state:ok"),
      10_000,
    );
    const { queue, worker, handled, deliver } = openAll({ connection, prefix: "{bull}" });
    worker.start();
    await Promise.all([queue.ping(), worker.ping()]);
    expect(await deliver()).toBe(200);
    await handled.reach(1);
    await Promise.all([worker.close(), queue.close()]);
  });
});

// Guards against events that are accepted and never processed.
describe("a connection that BullMQ cannot work with", () => {
  const lazy = { lazyConnect: true };
  const cluster = (options: object = {}) =>
    new Cluster([{ host: "127.0.0.1", port: 1 }], { ...lazy, ...options });
  const noPrefix = /^connection must not have a keyPrefix, .*Use the option prefix instead\.$/;
  const noTag = /^prefix must contain a hash tag on a Redis Cluster, .*prefix: "\{bull\}"/;

  it.each<[string, Partial<WebhookQueueOptions>, RegExp]>([
    ["keyPrefix in options", { connection: { keyPrefix: "shop:" } }, noPrefix],
    ["keyPrefix in a URL", { connection: { url: "redis://a/?db=1&keyPrefix=shop:" } }, noPrefix],
    ["keyPrefix of a client", { connection: new Redis({ ...lazy, keyPrefix: "shop:" }) }, noPrefix],
    [
      "keyPrefix of a Cluster",
      { connection: cluster({ keyPrefix: "s:" }), prefix: "{a}" },
      noPrefix,
    ],
    [
      "keyPrefix of a Cluster's servers",
      { connection: cluster({ redisOptions: { keyPrefix: "s:" } }), prefix: "{a}" },
      noPrefix,
    ],
    ["a Cluster without a hash tag", { connection: cluster() }, noTag],
    ["a Cluster with an empty hash tag", { connection: cluster(), prefix: "{}bull{a}" }, noTag],
  ])("is rejected: %s", (_name, place, problem) => {
    expect(() => createWebhookQueue(place as WebhookQueueOptions)).toThrow(problem);
    const inbox = memoryInbox();
    expect(() => createWebhookWorker({ ...place, inbox } as WebhookWorkerOptions)).toThrow(problem);
  });

  it("is rejected in an existing queue", async () => {
    const queue = new Queue("events", { connection: { ...lazy, keyPrefix: "shop:" } });
    queue.on("error", () => undefined);
    expect(() => createWebhookQueue({ queue })).toThrow(noPrefix);
    await queue.close();
  });

  it("is accepted with a hash tag in the name", async () => {
    const connection = cluster();
    const queue = createWebhookQueue({ connection, name: "{webhooks}", onRisk: () => undefined });
    connection.disconnect();
    await expect(queue.close()).resolves.toBeUndefined();
  });

  it("is rejected by a worker whose client stops waiting", () => {
    const inbox = memoryInbox();
    const needsNull = /^connection must be a client with maxRetriesPerRequest: null/;
    expect(() => createWebhookWorker({ connection: new Redis(lazy), inbox })).toThrow(needsNull);
    const connection = cluster({ redisOptions: { maxRetriesPerRequest: 1 } });
    expect(() => createWebhookWorker({ connection, prefix: "{a}", inbox })).toThrow(needsNull);
  });
});
