import { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { redisInbox } from "@numipay/redis";
import { change, claimAfterLease, leaseOf } from "./changes.js";
import { resending } from "./resending.js";
import { describeWithRedis, type TestRedis, startRedis } from "./start-redis.js";

const key = "numipay:tx:deposit:t-1";

describeWithRedis("the scripts", () => {
  let server: TestRedis;
  let client: Redis;
  beforeAll(async () => {
    server = await startRedis();
    client = new Redis(server.url);
  });
  beforeEach(async () => {
    await client.flushall();
  });
  afterAll(async () => {
    client.disconnect();
    await server.remove();
  });

  const createInbox = (leaseMs?: number) => redisInbox({ client, leaseMs, onWarning: () => {} });

  it("grant one of 100 concurrent claims", async () => {
    const others = Array.from({ length: 4 }, () => new Redis(server.url));
    const inboxes = others.map((other) => redisInbox({ client: other, onWarning: () => {} }));
    const claims = await Promise.all(
      Array.from({ length: 25 }, () => inboxes.map((inbox) => inbox.claim(change()))).flat(),
    );
    const states = claims.map(({ state }) => state);
    expect(states.filter((state) => state === "new")).toHaveLength(1);
    expect(states.filter((state) => state === "in-progress")).toHaveLength(99);
    for (const other of others) other.disconnect();
  });

  it("reject a holder whose lease was taken over", async () => {
    const late = createInbox(1);
    const first = leaseOf(await late.claim(change()));
    late.abandon(change(), first);
    const second = leaseOf(await claimAfterLease(createInbox(), change()));
    expect(second.fencingToken).toBeGreaterThan(first.fencingToken);

    expect(await late.complete(change(), first)).toBe(false);
    await late.release(change(), first);
    expect((await late.claim(change())).state).toBe("in-progress");
    expect(await late.complete(change(), second)).toBe(true);
    expect(await late.complete(change(), first)).toBe(false);
    expect((await late.claim(change())).state).toBe("duplicate");
  });

  it("accept a late holder if no one took over", async () => {
    const inbox = createInbox(1);
    const lease = leaseOf(await inbox.claim(change()));
    inbox.abandon(change(), lease);
    const [ends] = ((await client.hget(key, "lease")) ?? "").split(" ");
    await waitForServerTime(Number(ends));
    expect(await inbox.complete(change(), lease)).toBe(true);
  });

  async function waitForServerTime(micros: number): Promise<void> {
    for (let tries = 0; tries < 10_000; tries += 1) {
      const [seconds = 0, rest = 0] = (await client.time()).map(Number);
      if (seconds * 1_000_000 + rest > micros) return;
    }
    throw new Error("The server's clock did not advance.");
  }

  it("never expire a key", async () => {
    const inbox = createInbox(1);
    await inbox.complete(change(), leaseOf(await inbox.claim(change())));
    await inbox.claim(change({ amount: "1.00" }));
    await inbox.claim(change({ id: "t-2" }));
    await inbox.checkpoints.write("a", "1");
    await inbox.addAccount("eu");
    const keys = await client.keys("*");
    expect(keys.toSorted()).toEqual([
      "numipay:accounts",
      "numipay:conflicts",
      "numipay:marks",
      key,
      "numipay:tx:deposit:t-2",
    ]);
    for (const one of keys) expect(await client.ttl(one)).toBe(-1);
  });

  it("treat a resent claim as one claim", async () => {
    const inbox = redisInbox({ client: resending(client), onWarning: () => {} });
    const lease = leaseOf(await inbox.claim(change()));
    expect(await inbox.complete(change(), lease)).toBe(true);
    expect((await inbox.claim(change())).state).toBe("duplicate");
  });

  it("reject a resent complete of a lost lease", async () => {
    const inbox = redisInbox({ client: resending(client), leaseMs: 1, onWarning: () => {} });
    const first = leaseOf(await inbox.claim(change()));
    inbox.abandon(change(), first);
    const second = leaseOf(await claimAfterLease(inbox, change()));
    await inbox.complete(change(), second);
    expect(await inbox.complete(change(), first)).toBe(false);
  });

  it("increase the fencing token despite clock jumps and data loss", async () => {
    const inbox = createInbox();
    const ahead = 4_000_000_000_000_000;
    await client.hset(key, "fence", String(ahead));
    const lease = leaseOf(await inbox.claim(change()));
    expect(lease.fencingToken).toBe(ahead + 1);
    await inbox.release(change(), lease);
    expect(leaseOf(await inbox.claim(change())).fencingToken).toBe(ahead + 2);

    const before = leaseOf(await inbox.claim(change({ id: "t-2" })));
    await client.flushall();
    const after = leaseOf(await inbox.claim(change({ id: "t-2" })));
    expect(after.fencingToken).toBeGreaterThan(before.fencingToken);
    expect(await inbox.complete(change({ id: "t-2" }), before)).toBe(false);
  });

  it("store a record without content in under 300 bytes", async () => {
    const one = change({ id: "0f8fad5b-d9cb-469f-a165-70867728950e" });
    const inbox = createInbox();
    await inbox.complete(one, leaseOf(await inbox.claim(one)));
    const recordKey = `numipay:tx:${one.transactionKey}`;
    expect(JSON.stringify(await client.hgetall(recordKey))).not.toContain("90.00");
    expect(await client.memory("USAGE", recordKey)).toBeLessThan(300);
  });

  it("write nothing on peek", async () => {
    expect(await createInbox().peek(change())).toBe("new");
    expect(await client.dbsize()).toBe(0);
  });
});
