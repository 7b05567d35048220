import { readFileSync } from "node:fs";
import { numipayWebhook } from "@numipay/core";
import { Cluster, Redis } from "ioredis";
import { createCluster } from "redis";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type RedisClient, redisInbox } from "@numipay/redis";
import { change, leaseOf } from "./changes.js";
import { clients } from "./clients.js";
import { startCluster } from "./start-cluster.js";
import { describeWithRedis, type TestRedis, startRedis } from "./start-redis.js";
import { listAll } from "./list-all.js";

const open = (client: RedisClient) => redisInbox({ client, onWarning: () => {} });

// Guards against a health check that passes where nothing can be written.
describeWithRedis("ping", () => {
  let primary: TestRedis;
  let server: TestRedis;
  let admin: Redis;
  beforeAll(async () => {
    primary = await startRedis();
    server = await startRedis();
    admin = new Redis(server.url);
  });
  afterEach(async () => {
    await admin.replicaof("NO", "ONE");
    await admin.config("SET", "maxmemory", "0");
    await admin.config("SET", "min-replicas-to-write", "0");
    await admin.flushall();
  });
  afterAll(async () => {
    admin.disconnect();
    await server.remove();
    await primary.remove();
  });

  const faults: readonly { name: string; cause: () => Promise<unknown>; reason: RegExp }[] = [
    {
      name: "is a replica",
      cause: () => admin.replicaof("127.0.0.1", primary.port),
      reason:
        /^Redis is a read-only replica \(READONLY .*\)\. Connect the client to the primary, and let it reconnect/,
    },
    {
      name: "is full",
      cause: () => admin.config("SET", "maxmemory", "1"),
      reason:
        /^The memory of Redis is full \(OOM .*\)\. Delete other data, or increase maxmemory\.$/,
    },
    {
      name: "misses a replica",
      cause: () => admin.config("SET", "min-replicas-to-write", "1"),
      reason: /^NOREPLICAS /,
    },
  ];

  describe.each(clients)("with $name", ({ connect }) => {
    it.each(faults)("rejects when the server $name", async ({ cause, reason }) => {
      const { client, close } = await connect(server.url);
      const inbox = open(client);
      await inbox.ping();
      await cause();
      await expect(inbox.ping()).rejects.toThrow(reason);
      // As every delivery.
      await expect(inbox.claim(change())).rejects.toThrow(reason);
      close();
    });
  });

  it("is part of the webhook's check", async () => {
    const inbox = open(admin);
    const signaturePassword = "a-signature-password-of-30-chars";
    const webhook = numipayWebhook({ inbox, signaturePassword });
    await webhook.ping();
    await admin.config("SET", "maxmemory", "1");
    await expect(webhook.ping()).rejects.toThrow("OOM");
  });

  it.each(["hset", "hsetnx", "hget", "hmget", "hgetall", "hdel", "time", "evalsha"])(
    "rejects without permission for %s",
    async (command) => {
      const [username, password] = ["limited", "a-password"];
      const rights = [
        "~numipay:*",
        "+@read",
        "+@write",
        "+@connection",
        "+evalsha",
        "+eval",
        "+time",
      ];
      await admin.acl("SETUSER", username, "reset", "on", `>${password}`, ...rights);
      const client = new Redis(server.url, { username, password, enableReadyCheck: false });
      await open(client).ping();
      await admin.acl("SETUSER", username, `-${command}`);
      await expect(open(client).ping()).rejects.toThrow(/can't run this command|no permissions/);
      client.disconnect();
    },
  );

  it("passes with the README's permissions, as everything else does", async () => {
    const [username, password] = ["inbox", "a-password"];
    const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
    const [, commands = "", checks = ""] =
      /the commands `([^`]+)`, and for `check\(\)` also `([^`]+)`/.exec(readme) ?? [];
    const rights = `${commands} ${checks}`.split(/\s+/);
    await admin.acl("SETUSER", username, "reset", "on", `>${password}`, "~numipay:*", ...rights);
    const client = new Redis(server.url, { username, password });
    client.on("error", () => {});
    const inbox = open(client);
    await inbox.ping();
    await inbox.release(change(), leaseOf(await inbox.claim(change())));
    await inbox.complete(change(), leaseOf(await inbox.claim(change())));
    expect((await inbox.claim(change({ amount: "1.00" }))).state).toBe("conflict");
    expect(await listAll(inbox.conflicts())).toHaveLength(1);
    expect(await listAll(inbox.unhandled())).toEqual([]);
    await inbox.checkpoints.write("a", "1");
    expect(await inbox.checkpoints.read("a")).toBe("1");
    await inbox.addAccount("eu");
    await inbox.renameAccount("eu", "us");
    const received = { account: "us", receivedAt: "2026-11-26T10:00:00.000Z", problem: "no JSON" };
    await inbox.unreadable.add({ key: "a", text: "{", ...received });
    expect(await inbox.unreadable.list()).toHaveLength(1);
    await inbox.unreadable.remove("a");
    expect((await inbox.check()).map(({ code }) => code)).toEqual(["no-aof"]);
    client.disconnect();
  });

  it("leaves nothing behind", async () => {
    const inbox = open(admin);
    for (let time = 0; time < 3; time += 1) await inbox.ping();
    expect(await admin.keys("*")).toEqual([]);
  });

  it("passes while scripts are unknown to the server", async () => {
    const inbox = open(admin);
    await inbox.ping();
    await admin.script("FLUSH");
    await expect(inbox.ping()).resolves.toBeUndefined();
  });
});

describeWithRedis("ping on a Cluster", () => {
  let cluster: Awaited<ReturnType<typeof startCluster>>;
  beforeAll(async () => {
    cluster = await startCluster();
  }, 60_000);
  afterAll(() => cluster.remove());

  it("rejects when any primary is full", async () => {
    const ports = cluster.servers.map(({ port }) => port);
    const ioredis = new Cluster(ports);
    const nodeRedis = createCluster({
      rootNodes: ports.map((port) => ({ url: `redis://127.0.0.1:${port}` })),
    });
    nodeRedis.on("error", () => {});
    await nodeRedis.connect();
    for (const { url } of cluster.servers) {
      const admin = new Redis(url);
      for (const client of [ioredis, nodeRedis]) await open(client).ping();
      await admin.config("SET", "maxmemory", "1");
      for (const client of [ioredis, nodeRedis]) {
        await expect(open(client).ping()).rejects.toThrow("The memory of Redis is full");
      }
      await admin.config("SET", "maxmemory", "0");
      admin.disconnect();
    }
    ioredis.disconnect();
    nodeRedis.destroy();
  });
});
