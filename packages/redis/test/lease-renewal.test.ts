import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Lease } from "@numipay/core";
import { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { type RedisClient, redisInbox } from "@numipay/redis";
import { change, claimAfterLease, leaseOf } from "./changes.js";
import { describeWithRedis, type TestRedis, startRedis } from "./start-redis.js";

const key = "numipay:tx:deposit:t-1";
const leaseMs = 200;
/** Longer than two leases. */
const outliveMs = 500;

// Guards against a lease that ends while its handler runs: decision 0015.
describeWithRedis("a lease", () => {
  let server: TestRedis;
  let client: Redis;
  beforeAll(async () => {
    server = await startRedis();
    client = new Redis(server.url, { maxRetriesPerRequest: null, retryStrategy: () => 5 });
    client.on("error", () => {});
  });
  beforeEach(async () => {
    await client.flushall();
  });
  afterAll(async () => {
    client.disconnect();
    await server.remove();
  });

  const createInbox = (own: RedisClient = client, timeoutMs?: number) =>
    redisInbox({ client: own, leaseMs, timeoutMs, onWarning: () => {} });

  it("is renewed while its handler runs", async () => {
    const inbox = createInbox();
    const lease = leaseOf(await inbox.claim(change()));
    await pause(outliveMs);
    expect((await createInbox().claim(change())).state).toBe("in-progress");
    expect(await inbox.complete(change(), lease)).toBe(true);
  });

  it("is renewed over a link slower than its interval", async () => {
    const inbox = createInbox(delayed(client, leaseMs / 2));
    const lease = leaseOf(await inbox.claim(change()));
    await pause(outliveMs);
    expect((await createInbox().claim(change())).state).toBe("in-progress");
    expect(await inbox.complete(change(), lease)).toBe(true);
  });

  it("is renewed again after a failed renewal", async () => {
    const link = { isCut: false };
    const inbox = createInbox(cuttable(client, link));
    const lease = leaseOf(await inbox.claim(change()));
    link.isCut = true;
    await pause(leaseMs / 2);
    link.isCut = false;
    await pause(outliveMs);
    expect((await createInbox().claim(change())).state).toBe("in-progress");
    expect(await inbox.complete(change(), lease)).toBe(true);
  });

  it("is renewed after an outage longer than the lease", async () => {
    const link = { isCut: false };
    const inbox = createInbox(cuttable(client, link));
    leaseOf(await inbox.claim(change()));
    link.isCut = true;
    await pause(2 * leaseMs);
    link.isCut = false;
    await pause(leaseMs / 2);
    expect((await createInbox().claim(change())).state).toBe("in-progress");
  });

  describe("is not renewed", () => {
    async function expectToEnd(end: (lease: Lease<undefined>) => unknown, own: RedisClient) {
      const inbox = createInbox(own);
      await end(leaseOf(await inbox.claim(change())));
      await pause(outliveMs);
      expect((await createInbox().claim(change())).state).toBe("new");
    }

    it("after abandon, but still blocks other claims", async () => {
      const inbox = createInbox();
      inbox.abandon(change(), leaseOf(await inbox.claim(change())));
      expect((await inbox.claim(change())).state).toBe("in-progress");
      await pause(outliveMs);
      expect((await inbox.claim(change())).state).toBe("new");
    });

    it.each(["complete", "release"] as const)("after a failed %s", async (method) => {
      const link = { isCut: false };
      const own = cuttable(client, link);
      const inbox = createInbox(own);
      const lease = leaseOf(await inbox.claim(change()));
      link.isCut = true;
      await expect(inbox[method](change(), lease)).rejects.toThrow("cut");
      link.isCut = false;
      await pause(outliveMs);
      expect((await inbox.claim(change())).state).toBe("new");
    });

    it("once another claim took it over", async () => {
      const calls: string[] = [];
      const inbox = createInbox(recording(client, calls));
      leaseOf(await inbox.claim(change()));
      await client.hset(key, "lease", "0 ");
      const second = leaseOf(await createInbox().claim(change()));
      await pause(leaseMs);
      const afterLoss = calls.length;
      await pause(leaseMs);
      expect(calls).toHaveLength(afterLoss);
      expect(await client.hget(key, "fence")).toBe(String(second.fencingToken));
    });

    it("once its record was deleted", async () => {
      await expectToEnd(() => client.del(key), client);
      expect(await client.hlen(key)).toBeGreaterThan(0);
    });
  });

  it("makes no calls when no handler runs", async () => {
    const calls: string[] = [];
    const inbox = createInbox(recording(client, calls));
    for (let id = 0; id < 20; id += 1) {
      const one = change({ id: String(id) });
      await inbox.complete(one, leaseOf(await inbox.claim(one)));
    }
    const done = calls.length;
    await pause(leaseMs);
    expect(calls).toHaveLength(done);
  });

  it("does not keep its process alive", async () => {
    const child = startHolder(server.url, "hold nothing");
    await child.read();
    expect(await child.exited).toEqual([0, null]);
  });

  describe("of a stopped process", () => {
    it.each(["SIGSTOP", "a blocked event loop"])("is taken over: %s", async (how) => {
      const child = startHolder(server.url, how === "SIGSTOP" ? "wait" : "block");
      const held = JSON.parse(await child.read()) as { fencingToken: number };
      if (how === "SIGSTOP") {
        await pause(2 * leaseMs);
        expect((await createInbox().claim(change())).state).toBe("in-progress");
        process.kill(child.pid, "SIGSTOP");
      }
      const inbox = createInbox();
      const next = leaseOf(await claimAfterLease(inbox, change()));
      expect(next.fencingToken).toBeGreaterThan(held.fencingToken);
      if (how === "SIGSTOP") process.kill(child.pid, "SIGCONT");
      child.write("complete");
      expect(await child.read()).toBe("false");
      // Its late renewal must not extend the next holder's lease.
      expect((await createInbox().claim(change())).state).toBe("in-progress");
      expect(await inbox.complete(change(), next)).toBe(true);
      await child.exited;
    });
  });
});

/** Starts a process that claims, prints its lease, and completes on input. */
function startHolder(url: string, how: "wait" | "block" | "hold nothing") {
  const program = fileURLToPath(new URL("programs/dist/hold-lease.js", import.meta.url));
  const args = [program, url, JSON.stringify(change()), String(leaseMs), how];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  const exited = once(child, "exit");
  onTestFinished(() => void child.kill("SIGKILL"));
  return {
    pid: child.pid ?? 0,
    exited,
    write: (line: string) => child.stdin.write(`${line}\n`),
    read: async () => String((await once(child.stdout, "data"))[0]).trim(),
  };
}

/** A client that delays each command. */
function delayed(client: Redis, delayMs: number) {
  return {
    async call(command: string, ...args: string[]) {
      await pause(delayMs);
      return client.call(command, ...args);
    },
  };
}

/** A client whose connection can be cut. */
function cuttable(client: Redis, link: { isCut: boolean }) {
  return {
    async call(command: string, ...args: string[]) {
      if (link.isCut) throw new Error("The link is cut.");
      return client.call(command, ...args);
    },
  };
}

/** A client that records the scripts it runs. */
function recording(client: Redis, calls: string[]) {
  return {
    call(command: string, ...args: string[]) {
      if (/^eval/i.test(command)) calls.push(args[0] ?? "");
      return client.call(command, ...args);
    },
  };
}
