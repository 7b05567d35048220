import { Redis } from "ioredis";
import { Redis as Redis5 } from "ioredis5";
import { createSentinel } from "redis";
import { createSentinel as createSentinel5 } from "redis5";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { type RedisInbox, redisInbox, redisJournal } from "@numipay/redis";
import { change, leaseOf } from "./changes.js";
import type { TestClient } from "./clients.js";
import { intent, leaseOf as leaseOfIntent } from "./intents.js";
import {
  describeWithRedis,
  openAddress,
  startRedis,
  startSentinel,
  type TestRedis,
  watchedName,
} from "./start-redis.js";

const sentinelClients: readonly ((port: number) => Promise<TestClient>)[] = [
  async (port) => ofIoredis(new Redis(toOptions(port))),
  async (port) => ofIoredis(new Redis5(toOptions(port))),
  async (port) => connected(createSentinel(toSentinel(port))),
  async (port) => connected(createSentinel5(toSentinel(port))),
];

function toOptions(port: number) {
  return { sentinels: [{ host: "127.0.0.1", port }], name: watchedName };
}

function toSentinel(port: number) {
  return { name: watchedName, sentinelRootNodes: [{ host: "127.0.0.1", port }] };
}

function ofIoredis(client: Redis | Redis5): TestClient {
  client.on("error", () => {});
  return { client, close: () => client.disconnect() };
}

async function connected(
  client: ReturnType<typeof createSentinel | typeof createSentinel5>,
): Promise<TestClient> {
  client.on("error", () => {});
  await client.connect();
  return { client, close: () => client.destroy() };
}

describeWithRedis("redisInbox after a failover", () => {
  let primary: TestRedis;
  let replica: TestRedis;
  let admin: Redis;
  beforeEach(async () => {
    // Otherwise the primary waits for further replicas.
    primary = await startRedis(["--repl-diskless-sync-delay", "0"]);
    replica = await startRedis(["--replicaof", "127.0.0.1", String(primary.port)]);
    admin = new Redis(replica.url);
    await vi.waitFor(async () => {
      const info = await admin.info("replication");
      if (!info.includes("master_link_status:up")) throw new Error(info);
    }, 60_000);
  });
  afterEach(async () => {
    admin.disconnect();
    await primary.remove();
    await replica.remove();
  });

  /** Records a change and waits until the replica has it. */
  async function record(inbox: RedisInbox, id = "t-1"): Promise<void> {
    await inbox.complete(change({ id }), leaseOf(await inbox.claim(change({ id }))));
    await vi.waitFor(
      async () => expect(await admin.exists(`numipay:tx:deposit:${id}`)).toBe(1),
      20_000,
    );
  }

  it("continues on the primary that Sentinel promoted", { timeout: 60_000 }, async () => {
    const sentinel = await startSentinel(primary);
    onTestFinished(() => sentinel.remove());
    // It must know the replica before it can promote it.
    const watcher = new Redis(sentinel.port);
    await vi.waitFor(
      async () => expect(await watcher.call("SENTINEL", "REPLICAS", watchedName)).toHaveLength(1),
      20_000,
    );
    watcher.disconnect();
    const clients = await Promise.all(sentinelClients.map((connect) => connect(sentinel.port)));
    onTestFinished(() => {
      for (const { close } of clients) close();
    });
    const inboxes = clients.map(({ client }) =>
      redisInbox({ client, timeoutMs: 1000, onWarning: () => {} }),
    );
    for (const [index, inbox] of inboxes.entries()) {
      await inbox.ping();
      await record(inbox, `t-${index}`);
    }
    await primary.kill();
    await vi.waitFor(async () => expect((await admin.role())[0]).toBe("master"), 40_000);
    for (const [index, inbox] of inboxes.entries()) {
      await vi.waitFor(() => inbox.ping(), { timeout: 40_000, interval: 100 });
      expect((await inbox.claim(change({ id: `t-${index}` }))).state).toBe("duplicate");
      const id = `new-${index}`;
      expect(await inbox.complete(change({ id }), leaseOf(await inbox.claim(change({ id }))))).toBe(
        true,
      );
      expect((await inbox.check()).map(({ code }) => code)).toEqual(["no-aof"]);
    }
  });

  it("keeps a journal on the primary that Sentinel promoted", { timeout: 60_000 }, async () => {
    const sentinel = await startSentinel(primary);
    onTestFinished(() => sentinel.remove());
    const watcher = new Redis(sentinel.port);
    await vi.waitFor(
      async () => expect(await watcher.call("SENTINEL", "REPLICAS", watchedName)).toHaveLength(1),
      20_000,
    );
    watcher.disconnect();
    const clients = await Promise.all(sentinelClients.map((connect) => connect(sentinel.port)));
    onTestFinished(() => {
      for (const { close } of clients) close();
    });
    const calls = await Promise.all(
      clients.map(async ({ client }, index) => {
        const journal = redisJournal({ client, acceptedRisks: ["no-aof", "failover"] });
        const one = intent({ tracking_id: `order-${index}` });
        return { journal, one, lease: leaseOfIntent(await journal.store.claim(one, 60_000)) };
      }),
    );
    // The first record never reaches the replica.
    await vi.waitFor(
      async () => expect(await admin.keys("*:transaction:*")).toHaveLength(calls.length),
      20_000,
    );
    await admin.config("SET", "replica-read-only", "no");
    await admin.del(...(await admin.keys("*:order-0")));
    await admin.config("SET", "replica-read-only", "yes");
    await primary.kill();
    await vi.waitFor(async () => expect((await admin.role())[0]).toBe("master"), 40_000);
    for (const { journal, one, lease } of calls) {
      await vi.waitFor(() => journal.ping(), { timeout: 40_000, interval: 100 });
      expect(await journal.store.complete(one, lease, { state: "confirmed" })).toBe(true);
      expect((await journal.store.claim(one, 60_000)).state).toBe("confirmed");
    }
  });

  // A managed service moves the address, and the former primary keeps the open connections.
  describe("behind an address that moves", () => {
    const failOver = async (address: Awaited<ReturnType<typeof openAddress>>): Promise<void> => {
      await admin.replicaof("NO", "ONE");
      const former = new Redis(primary.url);
      await former.replicaof("127.0.0.1", replica.port);
      former.disconnect();
      address.pointTo(replica.port);
    };

    it("continues with ioredis and the README's reconnectOnError", async () => {
      const address = await openAddress(primary.port);
      onTestFinished(() => address.close());
      const client = new Redis(address.port, {
        reconnectOnError: ({ message }) => message.includes("READONLY"),
      });
      client.on("error", () => {});
      onTestFinished(() => client.disconnect());
      const inbox = redisInbox({ client, timeoutMs: 1000, onWarning: () => {} });
      await record(inbox);
      await failOver(address);
      await vi.waitFor(() => inbox.ping(), { timeout: 20_000, interval: 50 });
      expect((await inbox.claim(change())).state).toBe("duplicate");
    });

    it("stays read-only without it, and ping says so", async () => {
      const address = await openAddress(primary.port);
      onTestFinished(() => address.close());
      const client = new Redis(address.port);
      onTestFinished(() => client.disconnect());
      const inbox = redisInbox({ client, timeoutMs: 1000, onWarning: () => {} });
      await record(inbox);
      await failOver(address);
      for (let time = 0; time < 5; time += 1) {
        await expect(inbox.ping()).rejects.toThrow("Connect the client to the primary");
      }
    });
  });
});
