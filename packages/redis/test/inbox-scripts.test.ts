import { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { redisInbox } from "@numipay/redis";
import { change, claimAfterLease, leaseOf } from "./changes.js";
import { describeWithRedis, type OwnRedis, startRedis } from "./start-redis.js";

const key = "numipay:tx:deposit:t-1";

describeWithRedis("the scripts", () => {
  let server: OwnRedis;
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

  test("of many claims at once one is new", async () => {
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

  test("a lease ends by the server's clock, and the late holder records nothing", async () => {
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

  test("a late holder whose lease nobody took still records", async () => {
    const inbox = createInbox(1);
    const lease = leaseOf(await inbox.claim(change()));
    inbox.abandon(change(), lease);
    const [ends] = ((await client.hget(key, "lease")) ?? "").split(" ");
    await passedOnServer(Number(ends));
    expect(await inbox.complete(change(), lease)).toBe(true);
  });

  async function passedOnServer(micros: number): Promise<void> {
    for (let tries = 0; tries < 10_000; tries += 1) {
      const [seconds = 0, rest = 0] = (await client.time()).map(Number);
      if (seconds * 1_000_000 + rest > micros) return;
    }
    throw new Error("The server's clock stands still.");
  }

  test("a record has no end, nor has any other key", async () => {
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

  test("a claim that the client sent twice over a new connection is one claim", async () => {
    const inbox = redisInbox({ client: twice(client), onWarning: () => {} });
    const lease = leaseOf(await inbox.claim(change()));
    expect(await inbox.complete(change(), lease)).toBe(true);
    expect((await inbox.claim(change())).state).toBe("duplicate");
  });

  test("a resent complete of a lost lease is refused, also when another holder has recorded the change", async () => {
    const inbox = redisInbox({ client: twice(client), leaseMs: 1, onWarning: () => {} });
    const first = leaseOf(await inbox.claim(change()));
    inbox.abandon(change(), first);
    const second = leaseOf(await claimAfterLease(inbox, change()));
    await inbox.complete(change(), second);
    expect(await inbox.complete(change(), first)).toBe(false);
  });

  test("the fence grows though the server's clock goes back, and though the record is lost", async () => {
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

  test("a record keeps no content, and takes less than 300 bytes", async () => {
    const one = change({ id: "0f8fad5b-d9cb-469f-a165-70867728950e" });
    const inbox = createInbox();
    await inbox.complete(one, leaseOf(await inbox.claim(one)));
    const recordKey = `numipay:tx:${one.transactionKey}`;
    expect(JSON.stringify(await client.hgetall(recordKey))).not.toContain("90.00");
    expect(await client.memory("USAGE", recordKey)).toBeLessThan(300);
  });

  test("no look leaves anything behind", async () => {
    expect(await createInbox().peek(change())).toBe("new");
    expect(await client.dbsize()).toBe(0);
  });
});

/** A client that loses the first answer to every script, and sends it again: as ioredis does after a cut. */
function twice(client: Redis) {
  return {
    async call(command: string, ...args: string[]) {
      if (/^eval/i.test(command)) await client.call(command, ...args);
      return client.call(command, ...args);
    },
  };
}
