import { inspect } from "node:util";
import { Redis } from "ioredis";
import { createClient } from "redis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RedisClient, redisInbox } from "@numipay/redis";
import { change, leaseOf } from "./changes.js";
import { describeWithRedis, findFreePort, type OwnRedis, startRedis } from "./start-redis.js";

const timeoutMs = 100;
const canary = "canary-canary-canary";

describe("with no server", () => {
  test("every method rejects in time, though ioredis would wait for ever", async () => {
    const client = new Redis(await findFreePort(), { maxRetriesPerRequest: null });
    client.on("error", () => {});
    await assertAllReject(client, `Redis has not answered within ${timeoutMs} ms.`);
    client.disconnect();
  });

  test("every method rejects on a client of node-redis that is not connected", async () => {
    await assertAllReject(createClient(), "The client is closed");
  });

  async function assertAllReject(client: RedisClient, message: string): Promise<void> {
    const inbox = redisInbox({ client, timeoutMs, onWarning: () => {} });
    const lease = { fencingToken: 1, contradicts: undefined, tx: undefined };
    const calls = [
      inbox.claim(change()),
      inbox.peek(change()),
      inbox.complete(change(), lease),
      inbox.release(change(), lease),
      inbox.ping(),
      inbox.checkpoints.read("a"),
      inbox.checkpoints.write("a", "1"),
      inbox.check(),
      inbox.conflicts(),
    ];
    const settled = await Promise.allSettled(calls);
    expect(
      settled.map((one) => (one.status === "rejected" ? String(one.reason) : "")).join("\n"),
    ).toBe(calls.map(() => `Error: ${message}`).join("\n"));
  }
});

test.each([null, undefined])("a client that answers %s lets no change through", async (nothing) => {
  const inbox = redisInbox({ client: { call: async () => nothing }, onWarning: () => {} });
  await expect(inbox.claim(change())).rejects.toThrow(TypeError);
});

describeWithRedis("with a server that refuses", () => {
  let server: OwnRedis;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.remove());

  test("no error shows content, nor a password", async () => {
    const admin = new Redis(server.url);
    const inbox = redisInbox({ client: admin, onWarning: () => {} });
    await inbox.complete(change(), leaseOf(await inbox.claim(change())));
    // A string where the hash of conflicts belongs: the one command that carries content is refused.
    await admin.set("numipay:conflicts", "in the way");
    const error: unknown = await inbox.claim(change({ amount: canary })).catch((thrown) => thrown);
    expect(inspect(error, { depth: 9, showHidden: true })).toMatch(/WRONGTYPE/);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(canary);

    const stranger = new Redis({ port: server.port, username: "nobody", password: canary });
    stranger.on("error", () => {});
    const refused: unknown = await redisInbox({ client: stranger, timeoutMs, onWarning: () => {} })
      .claim(change())
      .catch((thrown) => thrown);
    expect(refused).toBeInstanceOf(Error);
    expect(inspect(refused, { depth: 9, showHidden: true })).not.toContain(canary);
    stranger.disconnect();
    admin.disconnect();
  });

  test("a conflict that cannot be noted is not answered as one", async () => {
    const client = new Redis(server.url);
    await client.flushall();
    const inbox = redisInbox({ client, onWarning: () => {} });
    await inbox.complete(change(), leaseOf(await inbox.claim(change())));
    await client.set("numipay:conflicts", "in the way");
    await expect(inbox.claim(change({ amount: "1.00" }))).rejects.toThrow("WRONGTYPE");
    await client.del("numipay:conflicts");
    expect((await inbox.claim(change({ amount: "1.00" }))).state).toBe("conflict");
    expect(await inbox.conflicts()).toHaveLength(1);
    client.disconnect();
  });

  test("a full server takes no claim, and throws no record away", async () => {
    const client = new Redis(server.url);
    await client.flushall();
    const inbox = redisInbox({ client, onWarning: () => {} });
    await inbox.complete(change(), leaseOf(await inbox.claim(change())));
    await client.config("SET", "maxmemory", "1");
    await expect(inbox.claim(change({ id: "t-2" }))).rejects.toThrow("OOM");
    await client.config("SET", "maxmemory", "0");
    expect((await inbox.claim(change())).state).toBe("duplicate");
    expect((await inbox.claim(change({ id: "t-2" }))).state).toBe("new");
    client.disconnect();
  });
});
