import { inspect } from "node:util";
import { Redis } from "ioredis";
import { createClient } from "redis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RedisClient, redisInbox } from "@numipay/redis";
import { change, leaseOf } from "./changes.js";
import { describeWithRedis, findFreePort, type TestRedis, startRedis } from "./start-redis.js";
import { listAll } from "./list-all.js";

const timeoutMs = 100;
const canary = "canary-canary-canary";

describe("without a server", () => {
  it("rejects every call after the timeout with ioredis", async () => {
    const client = new Redis(await findFreePort(), { maxRetriesPerRequest: null });
    client.on("error", () => {});
    await assertAllReject(client, `Redis did not respond within ${timeoutMs} ms.`);
    client.disconnect();
  });

  it("rejects every call with a disconnected node-redis", async () => {
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
      listAll(inbox.conflicts()),
      listAll(inbox.unhandled()),
      inbox.history({ transaction_type: "deposit", transaction_id: "1" }),
      inbox.setAside(),
    ];
    const settled = await Promise.allSettled(calls);
    expect(
      settled.map((one) => (one.status === "rejected" ? String(one.reason) : "")).join("\n"),
    ).toBe(calls.map(() => `Error: ${message}`).join("\n"));
  }
});

describe("with a client that returns nothing", () => {
  it.each([null, undefined])("grants no claim for %s", async (nothing) => {
    const inbox = redisInbox({ client: { call: async () => nothing }, onWarning: () => {} });
    await expect(inbox.claim(change())).rejects.toThrow(TypeError);
  });
});

describeWithRedis("with a server that rejects commands", () => {
  let server: TestRedis;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.remove());

  it("never shows content or passwords in errors", async () => {
    const admin = new Redis(server.url);
    const inbox = redisInbox({ client: admin, onWarning: () => {} });
    await inbox.complete(change(), leaseOf(await inbox.claim(change())));
    // A string under the key of the conflicts hash makes the only command with content fail.
    await admin.set("numipay:conflicts", "not a hash");
    const error: unknown = await inbox.claim(change({ amount: canary })).catch((thrown) => thrown);
    expect(inspect(error, { depth: 9, showHidden: true })).toMatch(/WRONGTYPE/);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(canary);

    const unknownUser = new Redis({ port: server.port, username: "unknown", password: canary });
    unknownUser.on("error", () => {});
    const rejected: unknown = await redisInbox({
      client: unknownUser,
      timeoutMs,
      onWarning: () => {},
    })
      .claim(change())
      .catch((thrown) => thrown);
    expect(rejected).toBeInstanceOf(Error);
    expect(inspect(rejected, { depth: 9, showHidden: true })).not.toContain(canary);
    unknownUser.disconnect();
    admin.disconnect();
  });

  it("rejects a claim whose conflict cannot be recorded", async () => {
    const client = new Redis(server.url);
    await client.flushall();
    const inbox = redisInbox({ client, onWarning: () => {} });
    await inbox.complete(change(), leaseOf(await inbox.claim(change())));
    await client.set("numipay:conflicts", "not a hash");
    await expect(inbox.claim(change({ amount: "1.00" }))).rejects.toThrow("WRONGTYPE");
    await client.del("numipay:conflicts");
    expect((await inbox.claim(change({ amount: "1.00" }))).state).toBe("conflict");
    expect(await listAll(inbox.conflicts())).toHaveLength(1);
    client.disconnect();
  });

  it("grants no claim while memory is full and keeps records", async () => {
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
