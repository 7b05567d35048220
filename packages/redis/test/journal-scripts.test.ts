import { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { JournalStore } from "@numipay/core";
import { type RedisClient, redisJournal } from "@numipay/redis";
import { claimAfterLease, intent, leaseOf } from "./intents.js";
import { resending } from "./resending.js";
import { describeWithRedis, startRedis, type TestRedis } from "./start-redis.js";

const leaseMs = 60_000;
const response = JSON.stringify({ url: "https://pay.example/1" });
const confirmed = { state: "confirmed", response } as const;

describeWithRedis("the scripts of the journal", () => {
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

  const openStore = (on: RedisClient = client): JournalStore =>
    redisJournal({ client: on, acceptedRisks: ["no-aof"] }).store;

  describe("when the client sends them again", () => {
    // ioredis resends what had no reply before the connection closed.
    it("grant a new claim once", async () => {
      const store = openStore(resending(client));
      const claim = await store.claim(intent(), leaseMs);
      expect(claim.state).toBe("new");
      expect((await store.read(intent()))?.attempts).toBe(1);
      expect(await store.complete(intent(), leaseOf(claim), confirmed)).toBe(true);
      expect(await store.claim(intent(), leaseMs)).toMatchObject({
        state: "confirmed",
        recorded: { response, attempts: 1 },
      });
    });

    it("grant an unclear claim once", async () => {
      const store = openStore(resending(client));
      const first = leaseOf(await store.claim(intent(), leaseMs));
      await store.complete(intent(), first, { state: "unknown" });
      const claim = await store.claim(intent(), leaseMs);
      expect(claim).toMatchObject({ state: "unclear", recorded: { attempts: 2 } });
      expect(await store.complete(intent(), leaseOf(claim), { state: "confirmed" })).toBe(true);
    });

    it("grant a queued claim once", async () => {
      const store = openStore(resending(client));
      const first = leaseOf(await store.claim(intent(), leaseMs));
      await store.complete(intent(), first, { state: "queued" });
      const claim = await store.claim(intent(), leaseMs);
      expect(claim).toMatchObject({ state: "new", recorded: { attempts: 2, state: "sending" } });
    });

    it("reject a complete of a lost lease", async () => {
      const store = openStore(resending(client));
      const lost = leaseOf(await store.claim(intent(), 1));
      const next = leaseOf(await claimAfterLease(store, intent()));
      expect(await store.complete(intent(), lost, { state: "refused" })).toBe(false);
      expect(await store.complete(intent(), next, { state: "unknown" })).toBe(true);
      expect((await store.read(intent()))?.state).toBe("unknown");
    });

    it("report the first completion although another claim followed", async () => {
      const store = openStore(lastTwice(client, () => openStore().claim(intent(), leaseMs)));
      const lease = leaseOf(await openStore().claim(intent(), leaseMs));
      expect(await store.complete(intent(), lease, { state: "refused" })).toBe(true);
      expect((await store.read(intent()))?.state).toBe("sending");
    });
  });

  describe("after a loss of data", () => {
    it("record the end of a call whose record was lost", async () => {
      const store = openStore();
      const one = intent({ metadata: '{"wallet":"w-1"}' });
      const lease = leaseOf(await store.claim(one, leaseMs));
      const before = await store.read(one);
      await client.flushall();
      expect(await store.complete(one, lease, confirmed)).toBe(true);
      const claim = await openStore().claim(one, leaseMs);
      expect(claim).toEqual({ state: "confirmed", recorded: { ...before, ...confirmed } });
    });

    it("record an unknown outcome whose record was lost", async () => {
      const store = openStore();
      await store.complete(intent(), leaseOf(await store.claim(intent(), leaseMs)), {
        state: "unknown",
      });
      const lease = leaseOf(await store.claim(intent(), leaseMs));
      await client.flushall();
      expect(await store.complete(intent(), lease, { state: "unknown" })).toBe(true);
      expect(await store.unresolved("default")).toMatchObject([{ state: "unknown", attempts: 2 }]);
    });

    it("keep the record of a call that followed", async () => {
      const store = openStore();
      const lost = leaseOf(await store.claim(intent(), leaseMs));
      await client.flushall();
      const next = leaseOf(await store.claim(intent(), leaseMs));
      expect(next.fencingToken).toBeGreaterThan(lost.fencingToken);
      expect(await store.complete(intent(), lost, { state: "refused" })).toBe(false);
      expect(await store.complete(intent(), next, confirmed)).toBe(true);
    });
  });

  it("increase the fencing token if the clock was set back", async () => {
    const store = openStore();
    await store.complete(intent(), leaseOf(await store.claim(intent(), leaseMs)), {
      state: "unknown",
    });
    const [key = ""] = await client.keys("*:transaction:order-1");
    const ahead = 4_000_000_000_000_000;
    await client.hset(key, "fence", String(ahead));
    expect(leaseOf(await store.claim(intent(), leaseMs)).fencingToken).toBe(ahead + 1);
  });

  it("expire the response and no record", async () => {
    const store = openStore();
    const responseExpiresAt = "2100-01-02T03:04:05.678Z";
    const lease = leaseOf(await store.claim(intent(), leaseMs));
    await store.complete(intent(), lease, { ...confirmed, responseExpiresAt });
    const other = intent({ tracking_id: "order-2" });
    await store.complete(other, leaseOf(await store.claim(other, leaseMs)), { state: "unknown" });
    const keys = (await client.keys("*")).toSorted();
    const expiries = await Promise.all(keys.map((key) => client.pexpiretime(key)));
    const isResponse = keys.map((key) => key.includes(":transaction-response:"));
    expect(isResponse.filter(Boolean)).toHaveLength(1);
    expect(expiries).toEqual(isResponse.map((is) => (is ? Date.parse(responseExpiresAt) : -1)));
  });

  it("return no response after its expiry", async () => {
    const store = openStore();
    const responseExpiresAt = "2026-01-02T03:04:05.678Z";
    const lease = leaseOf(await store.claim(intent(), leaseMs));
    await store.complete(intent(), lease, { ...confirmed, responseExpiresAt });
    const { state, recorded } = (await store.claim(intent(), leaseMs)) as {
      state: string;
      recorded: object;
    };
    expect(state).toBe("confirmed");
    expect(recorded).toMatchObject({ response: undefined, responseExpiresAt });
    expect(await client.keys("*response*")).toEqual([]);
  });

  it("remove the response of a refused intent that is claimed again", async () => {
    const store = openStore();
    const problem = JSON.stringify({ code: "request_rejected", message: "no" });
    const lease = leaseOf(await store.claim(intent(), leaseMs));
    await store.complete(intent(), lease, { state: "refused", response: problem });
    expect((await store.read(intent()))?.response).toBe(problem);
    await store.claim(intent(), leaseMs);
    expect((await store.read(intent()))?.response).toBeUndefined();
  });

  it("store a record in under 1,000 bytes", async () => {
    const store = openStore();
    const one = intent({ tracking_id: "0f8fad5b-d9cb-469f-a165-70867728950e" });
    await store.complete(one, leaseOf(await store.claim(one, leaseMs)), { state: "confirmed" });
    const [key = ""] = await client.keys("*");
    expect(await client.memory("USAGE", key)).toBeLessThan(1000);
  });

  it("work with a client that prefixes keys", async () => {
    const prefixed = new Redis(server.url, { keyPrefix: "app:" });
    const store = openStore(prefixed);
    await store.complete(intent(), leaseOf(await store.claim(intent(), leaseMs)), {
      state: "unknown",
    });
    expect(await store.unresolved("default")).toHaveLength(1);
    for (const key of await client.keys("*")) expect(key).toMatch(/^app:numipay:journal:\{/);
    prefixed.disconnect();
  });

  it("keep ids that look like keys apart", async () => {
    const store = openStore();
    const ids = [
      "a",
      "transaction:a",
      "{",
      "}",
      "{}",
      "{1}",
      "\u0000",
      "\ud800",
      "\ud801",
      "é",
      "e\u0301",
    ];
    for (const account of ["default", "default:transaction", "default\\u003a"]) {
      for (const tracking_id of ids) {
        const one = intent({ account, tracking_id });
        const claim = await store.claim(one, leaseMs);
        expect(claim.state).toBe("new");
        expect(await store.complete(one, leaseOf(claim), { state: "unknown" })).toBe(true);
      }
      const listed = await store.unresolved(account);
      expect(listed.map(({ tracking_id }) => tracking_id).toSorted()).toEqual(ids.toSorted());
      expect(listed.every((one) => one.account === account)).toBe(true);
    }
  });

  it("read nothing else when it lists unresolved intents", async () => {
    const store = openStore();
    for (let index = 0; index < 50; index += 1) {
      const one = intent({ tracking_id: `order-${index}` });
      await store.complete(one, leaseOf(await store.claim(one, leaseMs)), confirmed);
    }
    expect(await client.keys("*:unresolved")).toEqual([]);
    expect(await store.unresolved("default")).toEqual([]);
  });
});

/** A client that sends each script twice, and something else in between. */
function lastTwice(client: Redis, between: () => Promise<unknown>) {
  return {
    async call(command: string, ...args: string[]) {
      const reply = await client.call(command, ...args);
      if (!/^eval/i.test(command)) return reply;
      await between();
      return client.call(command, ...args);
    },
  };
}
