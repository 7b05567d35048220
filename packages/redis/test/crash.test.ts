import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Claim } from "@numipay/core";
import { Redis } from "ioredis";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type RedisInbox, redisInbox } from "@numipay/redis";
import { change, claimAfterLease, leaseOf } from "./changes.js";
import { describeWithRedis, type TestRedis, startRedis } from "./start-redis.js";

const always = ["--appendonly", "yes", "--appendfsync", "always"];

// Guards against a process that crashes or pauses with a lease: decision 0015.
describeWithRedis("redisInbox after a crash", () => {
  let server: TestRedis;
  let client: Redis;
  let inbox: RedisInbox;
  beforeEach(async () => {
    server = await startRedis(always);
    client = new Redis(server.url, { maxRetriesPerRequest: null, retryStrategy: () => 5 });
    client.on("error", () => {});
    inbox = redisInbox({ client, onWarning: () => {} });
  });
  afterEach(async () => {
    client.disconnect();
    await server.remove();
  });

  it("frees the claim of a killed receiver when its lease expires", async () => {
    const dead = leaseOf(await claimInChildAndKill(server.url));
    expect((await inbox.claim(change())).state).toBe("in-progress");
    // Moves the end of the lease back by a minute.
    const key = "numipay:tx:deposit:t-1";
    const [ends, mark] = ((await client.hget(key, "lease")) ?? "").split(" ");
    await client.hset(key, "lease", `${Number(ends) - 60_000_000} ${mark}`);
    const next = leaseOf(await inbox.claim(change()));
    expect(next.fencingToken).toBeGreaterThan(dead.fencingToken);
    expect(await inbox.complete(change(), dead)).toBe(false);
    expect(await inbox.complete(change(), next)).toBe(true);
  });

  it("keeps records and claims with appendfsync always", async () => {
    const held = change({ id: "held" });
    await inbox.complete(change(), leaseOf(await inbox.claim(change())));
    const lease = leaseOf(await inbox.claim(held));
    await inbox.checkpoints.write("a", "1");
    await server.restart();
    expect((await inbox.claim(change())).state).toBe("duplicate");
    expect((await inbox.claim(held)).state).toBe("in-progress");
    expect(await inbox.complete(held, lease)).toBe(true);
    expect(await inbox.checkpoints.read("a")).toBe("1");
  });

  it("rejects old leases after Redis lost its data", async () => {
    await server.restart([]);
    await inbox.complete(change(), leaseOf(await inbox.claim(change())));
    const held = change({ id: "held" });
    const lost = leaseOf(await inbox.claim(held));
    await server.restart([]);
    expect((await inbox.claim(change())).state).toBe("new");
    expect(await inbox.complete(held, lost)).toBe(false);
    const next = leaseOf(await inbox.claim(held));
    expect(next.fencingToken).toBeGreaterThan(lost.fencingToken);
    expect(await inbox.complete(held, lost)).toBe(false);
    expect(await inbox.complete(held, next)).toBe(true);
  });

  it("rejects calls during an outage, then recovers", async () => {
    const impatient = redisInbox({ client, timeoutMs: 300, onWarning: () => {} });
    await impatient.ping();
    await server.kill();
    await expect(impatient.claim(change())).rejects.toThrow("within 300 ms");
    await expect(impatient.ping()).rejects.toThrow("within 300 ms");
    await server.restart();
    expect((await inbox.claim(change({ id: "t-2" }))).state).toBe("new");
  });

  it("releases a claim that was granted after its timeout", async () => {
    const impatient = redisInbox({ client, timeoutMs: 300, onWarning: () => {} });
    await impatient.claim(change({ id: "t-2" }));
    process.kill(server.pid, "SIGSTOP");
    await expect(impatient.claim(change())).rejects.toThrow("within 300 ms");
    process.kill(server.pid, "SIGCONT");
    await inbox.ping();
    expect(await client.hexists("numipay:tx:deposit:t-1", "fence")).toBe(1);
    // Without the release, the lease would block the change for 30 seconds.
    expect((await claimAfterLease(inbox, change())).state).toBe("new");
  });
});

async function claimInChildAndKill(url: string): Promise<Claim<undefined>> {
  const program = fileURLToPath(new URL("programs/dist/claim-and-wait.js", import.meta.url));
  const child = spawn(process.execPath, [program, url, JSON.stringify(change())], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  child.kill("SIGKILL");
  await once(child, "exit");
  return JSON.parse(line.toString()) as Claim<undefined>;
}
