import { Redis } from "ioredis";
import { createClient } from "redis";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { type RedisWarning, redisInbox } from "@numipay/redis";
import { change } from "./changes.js";
import { describeWithRedis, type TestRedis, startRedis } from "./start-redis.js";

const durable = { "maxmemory-policy": "noeviction", appendonly: "yes", appendfsync: "always" };

describeWithRedis("check", () => {
  let server: TestRedis;
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
    const warnings: RedisWarning[] = [];
    const inbox = redisInbox({ client, onWarning: (warning) => warnings.push(warning) });
    expect(await inbox.check()).toEqual(warnings);
    return warnings;
  }

  it("returns no warnings for a durable server", async () => {
    expect(await check()).toEqual([]);
  });

  it.each([
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

  it("reads the settings over RESP3", async () => {
    await set({ appendfsync: "everysec" });
    const other = createClient({ url: server.url, RESP: 3 });
    await other.connect();
    const warnings = await redisInbox({ client: other, onWarning: () => {} }).check();
    expect(warnings.map(({ code }) => code)).toEqual(["aof-may-lose-a-second"]);
    other.destroy();
  });

  it.each([
    ["CONFIG", "-config", ["appendfsync"]],
    ["CONFIG and INFO", "-@dangerous", ["maxmemory-policy", "appendonly"]],
  ])("reports unchecked settings if %s is forbidden", async (_name, rule, settings) => {
    await client.call("ACL", "SETUSER", "hosted", "on", ">word", "~*", "+@all", rule);
    const hosted = new Redis({ port: server.port, username: "hosted", password: "word" });
    const inbox = redisInbox({ client: hosted, onWarning: () => {} });
    const warnings = await inbox.check();
    expect(warnings.map(({ code }) => code)).toEqual(settings.map(() => "unchecked"));
    for (const [index, setting] of settings.entries()) {
      expect(warnings[index]?.message).toContain(`${setting} could not be read`);
    }
    expect((await inbox.claim(change({ id: rule }))).state).toBe("new");
    hosted.disconnect();
  });

  it("runs once, at the first claim", async () => {
    await set({ appendonly: "no" });
    const onWarning = vi.fn();
    const inbox = redisInbox({ client, onWarning });
    await Promise.all(["a", "b", "c"].map((id) => inbox.claim(change({ id }))));
    await vi.waitUntil(() => onWarning.mock.calls.length > 0);
    await inbox.claim(change({ id: "d" }));
    await inbox.ping();
    expect(onWarning).toHaveBeenCalledTimes(1);
  });

  it("prints warnings by default", async () => {
    await set({ appendonly: "no" });
    const print = vi.spyOn(console, "warn").mockImplementation(() => {});
    await redisInbox({ client }).check();
    expect(print).toHaveBeenCalledTimes(1);
    expect(print.mock.calls[0]?.[0]).toMatch(/^numipay: Redis: appendonly is no/);
  });

  it("logs warnings to a given logger", async () => {
    await set({ appendonly: "no" });
    const print = vi.spyOn(console, "warn").mockImplementation(() => {});
    const warn = vi.fn();
    await redisInbox({ client, logger: { error: () => undefined, warn } }).check();
    expect(warn.mock.calls).toEqual([[expect.stringMatching(/^numipay: Redis: appendonly is no/)]]);
    expect(print).not.toHaveBeenCalled();
  });

  it("survives an onWarning callback that throws", async () => {
    await set({ appendonly: "no" });
    const print = vi.spyOn(console, "error").mockImplementation(() => {});
    const inbox = redisInbox({
      client,
      onWarning: () => {
        throw new Error("callback failed");
      },
    });
    expect((await inbox.claim(change({ id: "e" }))).state).toBe("new");
    expect(await inbox.check()).toMatchObject([{ code: "no-aof" }]);
    expect(print.mock.calls[0]?.[0]).toMatch(/^numipay: onWarning failed;.*callback failed/);
  });
});
