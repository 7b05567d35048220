import { readFileSync } from "node:fs";
import { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { type RedisClient, redisJournal, type RedisJournalOptions } from "@numipay/redis";
import { clients } from "./clients.js";
import { claimAfterLease, intent, leaseOf } from "./intents.js";
import { describeWithRedis, startRedis, type TestRedis } from "./start-redis.js";

const leaseMs = 60_000;
const durable = { "maxmemory-policy": "noeviction", appendonly: "yes", appendfsync: "always" };

describe("the options of redisJournal", () => {
  const client: RedisClient = { call: async () => null };

  it.each<[string, object, RegExp]>([
    ["an unknown option", { keyPrefix: "a" }, /keyPrefix/],
    ["a client of another kind", { client: {} }, /^client must be/],
    ["an empty prefix", { prefix: "" }, /^prefix must be a non-empty string without \{/],
    [
      "a prefix with a hash tag",
      { prefix: "{a}:" },
      /^prefix must be a non-empty string without \{/,
    ],
    ["no timeout", { timeoutMs: 0 }, /^timeoutMs must be/],
    [
      "an unknown risk",
      { acceptedRisks: ["all"] },
      /^acceptedRisks must be a list of eviction, no-aof/,
    ],
    ["risks that are no list", { acceptedRisks: "no-aof" }, /^acceptedRisks must be a list/],
    ["an empty account", { account: "" }, /^account /],
    ["an empty namespace", { namespace: "" }, /^namespace /],
    ["no time for a response", { responseTtlMs: 0 }, /^responseTtlMs must be/],
  ])("reject %s", (_name, options, message) => {
    expect(() => redisJournal({ client, ...options } as RedisJournalOptions)).toThrow(message);
  });

  it.each([null, undefined])("grant no claim if the client returns %s", async (nothing) => {
    const { store } = redisJournal({
      client: { call: async () => nothing },
      acceptedRisks: ["unchecked"],
    });
    await expect(store.claim(intent(), leaseMs)).rejects.toThrow(TypeError);
  });
});

describeWithRedis("redisJournal", () => {
  let server: TestRedis;
  let client: Redis;
  beforeAll(async () => {
    server = await startRedis();
    client = new Redis(server.url);
  });
  beforeEach(async () => {
    await client.flushall();
    await set({ ...durable, "no-appendfsync-on-rewrite": "no", maxmemory: "0" });
  });
  afterAll(async () => {
    client.disconnect();
    await server.remove();
  });

  async function set(settings: Record<string, string>): Promise<void> {
    for (const [name, value] of Object.entries(settings)) await client.config("SET", name, value);
  }

  describe.each(clients)("with $name", ({ connect }) => {
    it("records, completes and lists intents", async () => {
      const { client: one, close } = await connect(server.url);
      onTestFinished(() => void close());
      const journal = redisJournal({ client: one });
      const { store } = journal;
      await journal.ping();
      const lease = leaseOf(await store.claim(intent(), leaseMs));
      expect((await store.claim(intent(), leaseMs)).state).toBe("in-progress");
      expect(await store.complete(intent(), lease, { state: "unknown" })).toBe(true);
      const [recorded] = await store.unresolved("default");
      expect(recorded).toEqual(await store.read(intent()));
      const again = leaseOf(await store.claim(intent(), leaseMs));
      expect(again.fencingToken).toBeGreaterThan(lease.fencingToken);
      const response = '{"url":"https://pay.example/ü"}';
      expect(await store.complete(intent(), again, { state: "confirmed", response })).toBe(true);
      expect(await store.claim(intent(), leaseMs)).toMatchObject({
        state: "confirmed",
        recorded: { response, attempts: 2 },
      });
    });

    it("rejects while the memory is full, and keeps its records", async () => {
      const { client: one, close } = await connect(server.url);
      onTestFinished(() => void close());
      const journal = redisJournal({ client: one });
      const { store } = journal;
      const lease = leaseOf(await store.claim(intent(), leaseMs));
      await set({ maxmemory: "1" });
      const other = intent({ tracking_id: "order-2" });
      await expect(store.claim(other, leaseMs)).rejects.toThrow("The memory of Redis is full");
      await expect(journal.ping()).rejects.toThrow("The memory of Redis is full");
      await expect(store.complete(intent(), lease, { state: "confirmed" })).rejects.toThrow("OOM");
      await set({ maxmemory: "0" });
      expect((await store.read(other))?.state).toBeUndefined();
      expect(await store.complete(intent(), lease, { state: "confirmed" })).toBe(true);
    });
  });

  describe("after a timeout", () => {
    const timeoutMs = 300;

    async function claimLate(): Promise<void> {
      const journal = redisJournal({ client, timeoutMs });
      await journal.ping();
      process.kill(server.pid, "SIGSTOP");
      await expect(journal.store.claim(intent(), leaseMs)).rejects.toThrow("within 300 ms");
      process.kill(server.pid, "SIGCONT");
      await client.ping();
    }

    it("gives back a new claim that was granted late", async () => {
      await claimLate();
      const { store } = redisJournal({ client });
      expect((await claimAfterLease(store, intent())).state).toBe("new");
    });

    it("gives back an unclear claim that was granted late", async () => {
      const { store } = redisJournal({ client });
      await store.complete(intent(), leaseOf(await store.claim(intent(), leaseMs)), {
        state: "unknown",
      });
      await claimLate();
      expect((await claimAfterLease(store, intent())).state).toBe("unclear");
    });
  });

  describe("ping", () => {
    it("leaves nothing behind", async () => {
      const journal = redisJournal({ client });
      await journal.ping();
      await journal.ping();
      expect(await client.keys("*")).toEqual([]);
    });

    it("passes with the README's permissions, as everything else does", async () => {
      const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
      const [, commands = ""] = /a journal needs the commands `([^`]+)`/.exec(readme) ?? [];
      const rights = commands.split(/\s+/);
      const [username, password] = ["journal", "a-password"];
      await client.acl("SETUSER", username, "reset", "on", `>${password}`, "~numipay:*", ...rights);
      const limited = new Redis(server.url, { username, password, enableReadyCheck: false });
      onTestFinished(() => limited.disconnect());
      const journal = redisJournal({ client: limited });
      const { store } = journal;
      await journal.ping();
      const lease = leaseOf(await store.claim(intent(), leaseMs));
      const response = "{}";
      const responseExpiresAt = "2100-01-02T03:04:05.678Z";
      await store.complete(intent(), lease, { state: "unknown", response, responseExpiresAt });
      await store.claim(intent(), 1);
      await store.unresolved("default");
      for (const right of rights.filter((one) => !/eval$|info|config/.test(one))) {
        await client.acl("SETUSER", username, right.replace("+", "-"));
        await expect(redisJournal({ client: limited }).ping()).rejects.toThrow(
          /can't run this command|no permissions/,
        );
        await client.acl("SETUSER", username, right);
      }
    });

    it("rejects on a read-only replica", async () => {
      const primary = await startRedis(["--appendonly", "yes", "--appendfsync", "always"]);
      onTestFinished(() => primary.remove());
      await client.replicaof("127.0.0.1", primary.port);
      onTestFinished(async () => void (await client.replicaof("NO", "ONE")));
      await expect(redisJournal({ client }).ping()).rejects.toThrow("read-only replica");
    });
  });

  it("shows no content in errors", async () => {
    const { store } = redisJournal({ client });
    const canary = "canary-canary-canary";
    await store.claim(intent(), leaseMs);
    const [key = ""] = await client.keys("*:transaction:order-1");
    await client.del(key);
    await client.set(key, "no hash");
    const one = intent({ digests: { amount: canary }, metadata: JSON.stringify(canary) });
    const error: unknown = await store.claim(one, leaseMs).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(/WRONGTYPE/);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(canary);
  });
});
