import { isInvalidOptionError } from "@numipay/core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type RedisInbox, redisInbox, type RedisInboxOptions } from "@numipay/redis";
import { change, leaseOf } from "./changes.js";
import { clients, type TestClient } from "./clients.js";
import { describeWithRedis, type TestRedis, startRedis } from "./start-redis.js";
import { listAll } from "./list-all.js";

// Guards against a holder that continues after its lease: decision 0015.
describeWithRedis("redisInbox", () => {
  let server: TestRedis;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.remove());

  describe.each(clients)("with $name", ({ connect }) => {
    let open: TestClient;
    let inbox: RedisInbox;
    beforeEach(async () => {
      open = await connect(server.url);
      inbox = redisInbox({ client: open.client, onWarning: () => {} });
      await command(open, "FLUSHALL");
    });
    afterEach(() => open.close());

    it("reports new, then in progress, then duplicate", async () => {
      const lease = leaseOf(await inbox.claim(change()));
      expect(lease).toEqual({
        fencingToken: expect.any(Number),
        contradicts: undefined,
        tx: undefined,
      });
      expect(Number.isSafeInteger(lease.fencingToken)).toBe(true);
      expect(await inbox.claim(change())).toEqual({ state: "in-progress" });
      expect(await inbox.peek(change())).toBe("in-progress");
      expect(await inbox.complete(change(), lease)).toBe(true);
      expect(await inbox.claim(change())).toEqual({ state: "duplicate" });
      expect(await inbox.peek(change())).toBe("duplicate");
    });

    it("grants a released change with a higher fencing token", async () => {
      const first = leaseOf(await inbox.claim(change()));
      await inbox.release(change(), first);
      const second = leaseOf(await inbox.claim(change()));
      expect(second.fencingToken).toBeGreaterThan(first.fencingToken);
    });

    it("reports stale changes and contradictions", async () => {
      await inbox.complete(change(), leaseOf(await inbox.claim(change())));
      expect(await inbox.claim(change({ status: "pending" }))).toEqual({ state: "stale" });
      const rejected = leaseOf(await inbox.claim(change({ status: "rejected" })));
      expect(rejected.contradicts).toBe("successful");
    });

    it("records a repeated conflict once", async () => {
      await inbox.complete(change(), leaseOf(await inbox.claim(change())));
      const other = change({ amount: "900.00" });
      expect(await inbox.peek(other)).toBe("conflict");
      expect(await listAll(inbox.conflicts())).toEqual([]);
      expect(await inbox.claim(other)).toEqual({ state: "conflict" });
      const [first] = await listAll(inbox.conflicts());
      expect(await inbox.claim(other)).toEqual({ state: "conflict" });
      expect(await inbox.claim(change({ amount: "9.00" }))).toEqual({ state: "conflict" });
      // Redis lists them in any order, and both may have one millisecond.
      const noted = await listAll(inbox.conflicts());
      expect(noted).toContainEqual(first);
      expect(noted.map((conflict) => conflict.content).toSorted()).toEqual(
        [other.content, change({ amount: "9.00" }).content].toSorted(),
      );
      const { transactionKey, status, content } = other;
      expect(first).toEqual({
        transactionKey,
        status,
        digest: expect.stringMatching(/^[\w-]{43}$/),
        content,
        firstSeenAt: expect.any(String),
      });
      expect(new Date(first?.firstSeenAt ?? "").getFullYear()).toBeGreaterThan(2025);
    });

    it("reads conflicts and records in several steps", async () => {
      const ids = Array.from({ length: 1200 }, (_, at) => String(at));
      const record = async (id: string): Promise<void> => {
        const unhandled = change({ id, isHandled: false });
        await inbox.complete(unhandled, leaseOf(await inbox.claim(unhandled)));
        await inbox.claim(change({ id, amount: "900.00" }));
      };
      await Promise.all(ids.map(record));
      const keys = ids.map((id) => change({ id }).transactionKey).toSorted();
      for (const found of [await listAll(inbox.conflicts()), await listAll(inbox.unhandled())]) {
        expect(found.map(({ transactionKey }) => transactionKey).toSorted()).toEqual(keys);
      }
    });

    it("reloads scripts that the server has lost", async () => {
      const lease = leaseOf(await inbox.claim(change()));
      await command(open, "SCRIPT", "FLUSH");
      expect(await inbox.complete(change(), lease)).toBe(true);
      await command(open, "SCRIPT", "FLUSH");
      expect(await inbox.claim(change())).toEqual({ state: "duplicate" });
    });

    it("stores checkpoints and responds to ping", async () => {
      expect(await inbox.checkpoints.read("a")).toBeUndefined();
      await inbox.checkpoints.write("a", "1");
      await inbox.checkpoints.write("a", "2");
      expect(await inbox.checkpoints.read("a")).toBe("2");
      expect(await inbox.checkpoints.read("b")).toBeUndefined();
      await expect(inbox.ping()).resolves.toBeUndefined();
    });

    it("checks the server's settings", async () => {
      expect((await inbox.check()).map(({ code }) => code)).toEqual(["no-aof"]);
    });
  });

  it("reads the content once for claim and complete", async () => {
    const open = await firstClient().connect(server.url);
    const inbox = redisInbox({ client: open.client, prefix: "once:", onWarning: () => {} });
    const { content, ...rest } = change();
    let reads = 0;
    const counted = {
      ...rest,
      get content() {
        reads += 1;
        return content;
      },
    };
    await inbox.complete(counted, leaseOf(await inbox.claim(counted)));
    expect(reads).toBe(1);
    expect((await inbox.claim(change())).state).toBe("duplicate");
    open.close();
  });

  it("separates inboxes by prefix", async () => {
    const open = await firstClient().connect(server.url);
    const one = redisInbox({ client: open.client, prefix: "one:", onWarning: () => {} });
    const other = redisInbox({ client: open.client, prefix: "other:", onWarning: () => {} });
    await one.complete(change(), leaseOf(await one.claim(change())));
    expect((await other.claim(change())).state).toBe("new");
    open.close();
  });
});

describe("the options", () => {
  it.each<[string, Record<string, unknown>]>([
    ["client", { client: undefined }],
    ["client", { client: {} }],
    ["client", { client: "redis://127.0.0.1" }],
    ["client", { client: { port: 6379 } }],
    ["prefix", { prefix: "" }],
    ["leaseMs", { leaseMs: 0 }],
    ["leaseMs", { leaseMs: 1.5 }],
    ["leaseMs", { leaseMs: 2 ** 31 }],
    ["timeoutMs", { timeoutMs: 2 ** 31 }],
    ["timeoutMs", { timeoutMs: Number.NaN }],
    ["leaseMS", { leaseMS: 1000 }],
  ])("reject an invalid %s: %o", (option, wrong) => {
    const client = { call: async () => undefined };
    let thrown: unknown;
    try {
      redisInbox({ client, ...wrong } as RedisInboxOptions);
    } catch (error) {
      thrown = error;
    }
    expect(isInvalidOptionError(thrown) && thrown.option).toBe(option);
  });
});

function firstClient() {
  const [first] = clients;
  if (first === undefined) throw new Error("There is no client.");
  return first;
}

function command({ client }: TestClient, ...args: string[]): Promise<unknown> {
  if ("call" in client) return client.call(args[0] ?? "", ...args.slice(1));
  return (client as { sendCommand(args: string[]): Promise<unknown> }).sendCommand(args);
}
