import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import {
  createWebhookQueue,
  createWebhookWorker,
  type WebhookQueueOptions,
  type WebhookWorkerOptions,
} from "@numipay/bullmq";
import { memoryInbox, numipayWebhook } from "@numipay/core";
import { exampleTransaction, signDelivery } from "@numipay/testing";
import { Queue } from "bullmq";
import { Cluster, Redis } from "ioredis";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createLatch, createRecorder } from "./fixture.js";
import { describeWithOwnRedis, openAddress, startRedis } from "./start-redis.js";

const signaturePassword = "a-signature-password-of-30-chars";

/** Opens a webhook on a queue, and a worker that records what it handles. */
function open(
  place: Pick<WebhookWorkerOptions, "connection"> & { prefix?: string },
  handler: () => unknown = () => undefined,
) {
  const queue = createWebhookQueue({ ...place, timeoutMs: 1000, onRisk: () => undefined });
  const worker = createWebhookWorker({ ...place, inbox: memoryInbox(), lockMs: 1000 });
  const handled = createRecorder<string>();
  worker.on("*", async ({ transaction_id }) => {
    handled.add(transaction_id);
    await handler();
  });
  const webhook = numipayWebhook({ signaturePassword, queue, onOutcome: () => undefined });
  const deliver = async (event = exampleTransaction()): Promise<number> => {
    const delivery = signDelivery(event, { signaturePassword });
    return (await webhook.fetch(new Request("http://shop.test/", delivery))).status;
  };
  return { queue, worker, webhook, handled, deliver };
}

function openClient(port: number, options: object = {}): Redis {
  const client = new Redis(port, { maxRetriesPerRequest: null, ...options });
  client.on("error", () => undefined);
  onTestFinished(() => client.disconnect());
  return client;
}

function muteErrors(): void {
  const errorLog = vi.spyOn(console, "error").mockReturnValue();
  onTestFinished(() => errorLog.mockRestore());
}

// Guards against a health check that passes where nothing can be stored.
describeWithOwnRedis("ping", () => {
  it.each([
    [
      "read-only",
      async (admin: Redis) => admin.replicaof("127.0.0.1", (await startRedis()).port),
      "READONLY You can't write against a read only replica",
    ],
    ["full", (admin: Redis) => admin.config("SET", "maxmemory", "1"), "OOM command not allowed"],
  ])("rejects while Redis is %s", async (_name, cause, reason) => {
    muteErrors();
    const { port } = await startRedis();
    const { queue, worker, webhook, deliver } = open({ connection: { port } });
    onTestFinished(async () => {
      await Promise.all([queue.close(), worker.close()]);
    });
    await Promise.all([queue.ping(), worker.ping(), webhook.ping()]);
    await cause(openClient(port));
    // On a read-only server the connection is opened again, and while it opens the reason is another one.
    for (const [call, prefix] of [
      [() => queue.ping(), "The webhook queue is unavailable: "],
      [() => webhook.ping(), "The webhook queue is unavailable: "],
      [() => worker.ping(), "The webhook worker is unavailable: "],
    ] as const) {
      await vi.waitFor(() => expect(call()).rejects.toThrow(prefix + reason), 5_000);
    }
    expect(await deliver()).toBe(503);
  });

  it("leaves nothing behind", async () => {
    const { port } = await startRedis();
    const { queue, worker } = open({ connection: { port } });
    for (let time = 0; time < 3; time += 1) await Promise.all([queue.ping(), worker.ping()]);
    const admin = openClient(port);
    await vi.waitFor(async () =>
      expect(await admin.exists("bull:numipay-webhooks:numipay-ping")).toBe(0),
    );
    await Promise.all([queue.close(), worker.close()]);
  });
});

describeWithOwnRedis("a queue and a worker after a failover", () => {
  it("continue behind an address that moves", { timeout: 30_000 }, async () => {
    muteErrors();
    const former = await startRedis();
    const promoted = await startRedis(["--replicaof", "127.0.0.1", `${former.port}`]);
    const address = await openAddress(former.port);
    const { queue, worker, handled, deliver } = open({ connection: { port: address.port } });
    worker.start();
    expect(await deliver()).toBe(200);
    await handled.reach(1);
    const admin = openClient(promoted.port);
    await vi.waitFor(
      async () => expect(await admin.info("replication")).toContain("master_link_status:up"),
      10_000,
    );
    await admin.replicaof("NO", "ONE");
    await openClient(former.port).replicaof("127.0.0.1", promoted.port);
    address.pointTo(promoted.port);

    const event = exampleTransaction();
    await vi.waitFor(async () => expect(await deliver(event)).toBe(200), 15_000);
    await vi.waitFor(() => expect(handled.items).toContain(event.transaction_id), 10_000);
    await Promise.all([queue.ping(), worker.ping()]);
    await Promise.all([queue.close(), worker.close()]);
  });
});

// Guards against a process that never ends: BullMQ waits until Redis is back.
describeWithOwnRedis("close while Redis is gone", () => {
  it("resolves whoever owns the client", { timeout: 30_000 }, async () => {
    muteErrors();
    const play = async (isOwn: boolean, how: "kill" | "freeze"): Promise<void> => {
      const server = await startRedis();
      const connection = isOwn ? openClient(server.port) : { port: server.port };
      const { queue, worker, handled, deliver } = open({ connection });
      worker.start();
      await deliver();
      await handled.reach(1);
      await server[how]();
      await Promise.all([queue.close(), worker.close()]);
    };
    const plays = [play(true, "kill"), play(true, "freeze"), play(false, "kill")];
    await expect(Promise.all([...plays, play(false, "freeze")])).resolves.toHaveLength(4);
  });

  it("lets a process with its own client end", { timeout: 30_000 }, async () => {
    const server = await startRedis();
    const { queue, deliver } = open({ connection: { port: server.port } });
    const program = fileURLToPath(new URL("programs/dist/worker-process.js", import.meta.url));
    const url = `redis://127.0.0.1:${server.port}`;
    const env = { ...process.env, REDIS_URL: url, OWN_CLIENT: "1" };
    const child = fork(program, {
      env,
      execArgv: [],
      stdio: ["ignore", "inherit", "ignore", "ipc"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    const messages = createRecorder<unknown>();
    child.on("message", messages.add);
    await deliver();
    await messages.reach(1);
    child.send("go on");
    await messages.reach(2);
    await queue.close();
    await server.kill();
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    expect(await exited).toEqual([0, null]);
    expect(messages.items.slice(2)).toEqual([{ closing: true }, { closed: true }]);
  });

  it("waits for a running handler", { timeout: 30_000 }, async () => {
    muteErrors();
    const server = await startRedis();
    const latch = createLatch();
    const connection = openClient(server.port);
    const { worker, handled, deliver } = open({ connection }, () => latch.opened);
    const idle = open({ connection, prefix: "idle" });
    worker.start();
    idle.worker.start();
    await deliver();
    await handled.reach(1);
    await idle.worker.ping();
    await server.kill();
    let isClosed = false;
    const closed = worker.close().then(() => {
      isClosed = true;
    });
    // Both began to close at the same time, and this one runs no handler.
    await idle.worker.close();
    expect(isClosed).toBe(false);
    latch.open();
    await closed;
  });
});

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
    const { queue, worker, handled, deliver } = open({ connection, prefix: "{bull}" });
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
