import { createClient, createClientPool, createSentinel } from "redis";
import { createClient as createClient4 } from "redis4";
import { createClient as createClient5 } from "redis5";
import { describe, expect, it } from "vitest";
import { type RedisClient, redisInbox } from "@numipay/redis";

// Guards against a client that is accepted at start and fails every delivery.
describe("redisInbox with other clients", () => {
  it.each<[string, () => unknown]>([
    ["a transaction of node-redis", () => createClient().multi()],
    ["callbacks of node-redis 6", () => createClient().legacy()],
    ["callbacks of node-redis 5", () => createClient5().legacy()],
    ["legacyMode of node-redis 4", () => createClient4({ legacyMode: true })],
    ["redis 3", () => ({ sendCommand: (..._args: unknown[]) => true, evalsha: () => true })],
    ["the client of Bun", () => ({ connected: true, send: async () => "OK" })],
    ["a client with commands only", () => ({ evalsha: async () => 1, hset: async () => 1 })],
    ["a call that is no function", () => ({ call: "redis" })],
    ["connection options", () => ({ host: "127.0.0.1", port: 6379 })],
  ])("rejects %s and names what it accepts", (_name, create) => {
    const client = create() as RedisClient;
    expect(() => redisInbox({ client })).toThrow(
      /^client must be a Redis or Cluster client of ioredis, .*createClientPool, createCluster or createSentinel of redis 4/,
    );
  });

  it.each<[string, () => RedisClient]>([
    ["createClient", () => createClient()],
    ["createClientPool", () => createClientPool()],
    [
      "createSentinel",
      () => createSentinel({ name: "a", sentinelRootNodes: [{ host: "127.0.0.1", port: 1 }] }),
    ],
  ])("accepts the result of %s", (_name, create) => {
    expect(() => redisInbox({ client: create() })).not.toThrow();
  });
});
