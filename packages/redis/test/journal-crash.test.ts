import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { Numipay } from "@numipay/core";
import { Redis } from "ioredis";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type RedisJournal, redisJournal } from "@numipay/redis";
import { intent, leaseOf } from "./intents.js";
import { describeWithRedis, startRedis, type TestRedis } from "./start-redis.js";

const always = ["--appendonly", "yes", "--appendfsync", "always"];
const payout = { tracking_id: "payout-1", user_id: "user-1", currency: "EUR", amount: "30.00" };

describeWithRedis("redisJournal after a crash", () => {
  let server: TestRedis;
  let client: Redis;
  let journal: RedisJournal;
  let gateway: Awaited<ReturnType<typeof startGateway>>;
  let numipay: Numipay;
  beforeEach(async () => {
    server = await startRedis(always);
    client = new Redis(server.url, { maxRetriesPerRequest: null, retryStrategy: () => 5 });
    client.on("error", () => {});
    journal = redisJournal({ client });
    gateway = await startGateway();
    numipay = new Numipay({ apiKey: "key", baseUrl: gateway.url, journal });
  });
  afterEach(async () => {
    client.disconnect();
    await gateway.close();
    await server.remove();
  });

  const startRequest = (): ChildProcess => {
    const program = fileURLToPath(new URL("programs/dist/request-payout.js", import.meta.url));
    const args = [program, server.url, gateway.url, payout.tracking_id];
    return spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  };

  it("sends one of three calls in three processes", async () => {
    const children = [startRequest(), startRequest(), startRequest()];
    const reports = await Promise.all(
      children.map(async ({ stdout }) => String((await once(stdout ?? process.stdin, "data"))[0])),
    );
    expect(reports).toEqual(reports.map(() => "https://pay.example/1\n"));
    expect(gateway.posts).toBe(1);
  });

  it("asks about the call of a killed process, and never sends it again", async () => {
    gateway.isSilent = true;
    const child = startRequest();
    await gateway.arrived;
    child.kill("SIGKILL");
    await once(child, "exit");
    await expect(numipay.payouts.request(payout, { timeoutMs: 200 })).rejects.toMatchObject({
      code: "in_progress",
    });
    // Moves the end of the lease back by a minute.
    const [key = ""] = await client.keys("*:transaction:payout-1");
    await client.hincrby(key, "lease", -60_000_000);
    expect(await journal.store.unresolved("default")).toMatchObject([
      { tracking_id: "payout-1", state: "sending", attempts: 1 },
    ]);
    gateway.isSilent = false;
    await expect(numipay.payouts.request(payout)).rejects.toMatchObject({ code: "already_sent" });
    expect(gateway.posts).toBe(1);
    expect(await journal.store.unresolved("default")).toEqual([]);
  });

  it("keeps its records if Redis is killed after each step", async () => {
    const lease = leaseOf(await journal.store.claim(intent(), 60_000));
    await server.restart();
    expect((await journal.store.claim(intent(), 60_000)).state).toBe("in-progress");
    expect(await journal.store.complete(intent(), lease, { state: "unknown" })).toBe(true);
    await server.restart();
    expect(await journal.store.unresolved("default")).toHaveLength(1);
    const again = leaseOf(await journal.store.claim(intent(), 60_000));
    expect(await journal.store.complete(intent(), again, { state: "confirmed" })).toBe(true);
    await server.restart();
    expect((await journal.store.claim(intent(), 60_000)).state).toBe("confirmed");
  });

  it("records the response if Redis loses its data while the call is under way", async () => {
    gateway.beforeResponse = async () => void (await client.flushall());
    const { url } = await numipay.payouts.request(payout);
    gateway.beforeResponse = async () => undefined;
    expect((await numipay.payouts.request(payout)).url).toBe(url);
    expect(gateway.posts).toBe(1);
  });
});

/** A local HTTP server that plays the gateway. */
async function startGateway() {
  let arrive = (): void => undefined;
  const gateway = {
    posts: 0,
    isSilent: false,
    beforeResponse: async (): Promise<void> => undefined,
    arrived: new Promise<void>((resolve) => {
      arrive = resolve;
    }),
    url: "",
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const server = createServer((request, response) => {
    request.resume();
    if (request.method === "POST") gateway.posts += 1;
    arrive();
    if (!gateway.isSilent) void respond(response, gateway.posts);
  });
  async function respond(response: ServerResponse, posts: number): Promise<void> {
    await gateway.beforeResponse();
    response.writeHead(200, { "content-type": "application/json" });
    const url = `https://pay.example/${posts}`;
    response.end(JSON.stringify({ url, message: "done", transaction_status: "pending" }));
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  gateway.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return gateway;
}
