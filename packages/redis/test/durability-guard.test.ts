import { Numipay } from "@numipay/core";
import { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished, vi } from "vitest";
import { redisJournal } from "@numipay/redis";
import { intent } from "./intents.js";
import { describeWithRedis, startRedis, type TestRedis } from "./start-redis.js";

const leaseMs = 60_000;
const durable = {
  "maxmemory-policy": "noeviction",
  appendonly: "yes",
  appendfsync: "always",
  "no-appendfsync-on-rewrite": "no",
};

// Guards against a payment that is sent again because its record was lost: decision 0047.
describeWithRedis("redisJournal on a server that can lose records", () => {
  let server: TestRedis;
  let client: Redis;
  beforeAll(async () => {
    server = await startRedis();
    client = new Redis(server.url);
  });
  beforeEach(async () => {
    await client.flushall();
    await set(durable);
  });
  afterAll(async () => {
    client.disconnect();
    await server.remove();
  });

  async function set(settings: Record<string, string>): Promise<void> {
    for (const [name, value] of Object.entries(settings)) await client.config("SET", name, value);
  }

  it.each([
    ["eviction", { "maxmemory-policy": "allkeys-lru" }, "maxmemory-policy is allkeys-lru"],
    ["no-aof", { appendonly: "no" }, "appendonly is no"],
    ["aof-may-lose-a-second", { appendfsync: "everysec" }, "appendfsync is everysec"],
    ["aof-may-lose-more", { appendfsync: "no" }, "appendfsync is no"],
  ] as const)("sends nothing: %s", async (code, settings: Record<string, string>, says) => {
    await set(settings);
    const journal = redisJournal({ client });
    expect(await journal.check()).toMatchObject([{ code }]);
    const rejection = new RegExp(
      `^${says}: .* A call whose record is lost is sent again when it is repeated\\. Set .* add "${code}" to acceptedRisks\\.$`,
    );
    await expect(journal.store.claim(intent(), leaseMs)).rejects.toThrow(rejection);
    await expect(journal.ping()).rejects.toThrow(rejection);
    const numipay = new Numipay({ apiKey: "key", baseUrl: "http://127.0.0.1:9", journal });
    const request = { tracking_id: "p-1", user_id: "u-1", currency: "EUR", amount: "30.00" };
    await expect(numipay.payouts.request(request)).rejects.toMatchObject({
      code: "journal_unavailable",
      cause: { message: expect.stringMatching(rejection) },
    });
    expect(await client.keys("*")).toEqual([]);

    const accepting = redisJournal({ client, acceptedRisks: [code] });
    await accepting.ping();
    expect(await accepting.check()).toMatchObject([{ code }]);
    expect((await accepting.store.claim(intent(), leaseMs)).state).toBe("new");
  });

  it("grants claims as soon as the setting is fixed", async () => {
    await set({ appendonly: "no" });
    const { store } = redisJournal({ client });
    await expect(store.claim(intent(), leaseMs)).rejects.toThrow("appendonly is no");
    await set({ appendonly: "yes" });
    expect((await store.claim(intent(), leaseMs)).state).toBe("new");
  });

  it("notices within a minute that a setting has changed", async () => {
    const { store } = redisJournal({ client });
    await store.claim(intent(), leaseMs);
    await set({ appendfsync: "no" });
    const later = performance.now() + 60_000;
    const clock = vi.spyOn(performance, "now").mockReturnValue(later);
    onTestFinished(() => clock.mockRestore());
    const other = intent({ tracking_id: "order-2" });
    await expect(store.claim(other, leaseMs)).rejects.toThrow("appendfsync is no");
  });

  it("sends nothing while its settings cannot be read", async () => {
    await client.call("ACL", "SETUSER", "hosted", "on", ">word", "~*", "+@all", "-config");
    const hosted = new Redis({ port: server.port, username: "hosted", password: "word" });
    onTestFinished(() => hosted.disconnect());
    await expect(redisJournal({ client: hosted }).ping()).rejects.toThrow(
      /^appendfsync could not be read.* add "unchecked" to acceptedRisks\.$/,
    );
    await redisJournal({ client: hosted, acceptedRisks: ["unchecked"] }).ping();
  });

  it("sends nothing while replicas may take over", async () => {
    const replica = await startRedis(["--replicaof", "127.0.0.1", String(server.port)]);
    onTestFinished(() => replica.remove());
    await vi.waitUntil(async () => /connected_slaves:1/.test(await client.info("replication")), {
      timeout: 20_000,
    });
    await expect(redisJournal({ client }).store.claim(intent(), leaseMs)).rejects.toThrow(
      /replica.* add "failover" to acceptedRisks\.$/,
    );
    await redisJournal({ client, acceptedRisks: ["failover"] }).ping();
  });
});
