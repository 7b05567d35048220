import { Redis } from "ioredis";
import { createClient } from "redis";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type RedisWarning, redisInbox } from "@numipay/redis";
import { change } from "./changes.js";
import { describeWithRedis, type OwnRedis, startRedis } from "./start-redis.js";

const durable = { "maxmemory-policy": "noeviction", appendonly: "yes", appendfsync: "always" };

describeWithRedis("check", () => {
  let server: OwnRedis;
  let client: Redis;
  beforeAll(async () => {
    server = await startRedis();
    client = new Redis(server.url);
  });
  beforeEach(() => set({ ...durable, "no-appendfsync-on-rewrite": "no" }));
  afterEach(() => vi.restoreAllMocks());
  afterAll(async () => {
    client.disconnect();
    await server.remove();
  });

  async function set(settings: Record<string, string>): Promise<void> {
    for (const [name, value] of Object.entries(settings)) await client.config("SET", name, value);
  }

  async function check(): Promise<RedisWarning[]> {
    const told: RedisWarning[] = [];
    const inbox = redisInbox({ client, onWarning: (warning) => told.push(warning) });
    expect(await inbox.check()).toEqual(told);
    return told;
  }

  test("a durable server makes no warning", async () => {
    expect(await check()).toEqual([]);
  });

  test.each([
    ["eviction", { "maxmemory-policy": "allkeys-lru" }, "maxmemory-policy is allkeys-lru"],
    ["eviction", { "maxmemory-policy": "volatile-ttl" }, "maxmemory-policy is volatile-ttl"],
    ["no-aof", { appendonly: "no" }, "appendonly is no"],
    ["aof-may-lose-a-second", { appendfsync: "everysec" }, "appendfsync is everysec"],
    ["aof-may-lose-more", { appendfsync: "no" }, "appendfsync is no"],
    [
      "aof-may-lose-more",
      { "no-appendfsync-on-rewrite": "yes" },
      "no-appendfsync-on-rewrite is yes",
    ],
  ])("warns of %s under %o", async (code, settings: Record<string, string>, says) => {
    await set(settings);
    const warnings = await check();
    expect(warnings.map((warning) => warning.code)).toEqual([code]);
    expect(warnings[0]?.message).toContain(says);
    expect(warnings[0]?.message).toContain("can be applied again");
    expect(warnings[0]?.message).toMatch(/Set (?:it|appendonly) to/);
  });

  test("a client of node-redis that speaks RESP3 reads the settings too", async () => {
    await set({ appendfsync: "everysec" });
    const other = createClient({ url: server.url, RESP: 3 });
    await other.connect();
    const warnings = await redisInbox({ client: other, onWarning: () => {} }).check();
    expect(warnings.map(({ code }) => code)).toEqual(["aof-may-lose-a-second"]);
    other.destroy();
  });

  test.each([
    ["CONFIG", "-config", ["appendfsync"]],
    ["CONFIG and INFO", "-@dangerous", ["maxmemory-policy", "appendonly"]],
  ])("says what it could not check where %s is forbidden", async (_name, rule, settings) => {
    await client.call("ACL", "SETUSER", "hosted", "on", ">word", "~*", "+@all", rule);
    const hosted = new Redis({ port: server.port, username: "hosted", password: "word" });
    const inbox = redisInbox({ client: hosted, onWarning: () => {} });
    const warnings = await inbox.check();
    expect(warnings.map(({ code }) => code)).toEqual(settings.map(() => "unchecked"));
    for (const [index, setting] of settings.entries()) {
      expect(warnings[index]?.message).toContain(`does not tell its ${setting}`);
    }
    expect((await inbox.claim(change({ id: rule }))).state).toBe("new");
    hosted.disconnect();
  });

  test("the first claim checks once, beside its own work", async () => {
    await set({ appendonly: "no" });
    const told = vi.fn();
    const inbox = redisInbox({ client, onWarning: told });
    await Promise.all(["a", "b", "c"].map((id) => inbox.claim(change({ id }))));
    await vi.waitUntil(() => told.mock.calls.length > 0);
    await inbox.claim(change({ id: "d" }));
    await inbox.ping();
    expect(told).toHaveBeenCalledTimes(1);
  });

  test("a warning that nobody listens for is printed", async () => {
    await set({ appendonly: "no" });
    const print = vi.spyOn(console, "warn").mockImplementation(() => {});
    await redisInbox({ client }).check();
    expect(print).toHaveBeenCalledTimes(1);
    expect(print.mock.calls[0]?.[0]).toMatch(/^numipay: Redis: appendonly is no/);
  });

  test("a listener that throws touches neither a claim nor the check", async () => {
    await set({ appendonly: "no" });
    const print = vi.spyOn(console, "error").mockImplementation(() => {});
    const inbox = redisInbox({
      client,
      onWarning: () => {
        throw new Error("the listener's own");
      },
    });
    expect((await inbox.claim(change({ id: "e" }))).state).toBe("new");
    expect(await inbox.check()).toMatchObject([{ code: "no-aof" }]);
    expect(print.mock.calls[0]?.[0]).toMatch(/^numipay: onWarning failed;.*the listener's own/);
  });
});
