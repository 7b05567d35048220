import { inboxCases, type OpenedInbox } from "@numipay/testing";
import { Redis } from "ioredis";
import { createClient } from "redis";
import { afterAll, beforeAll, describe, it } from "vitest";
import { redisInbox } from "@numipay/redis";
import type { TestClient } from "./clients.js";
import { describeWithRedis, type TestRedis, startRedis } from "./start-redis.js";
import { listAll } from "./list-all.js";
import { waitUntilReachable } from "./wait-until-reachable.js";

// Both are configured to fail at once while disconnected.
const kinds: readonly { name: string; connect: (url: string) => Promise<TestClient> }[] = [
  {
    name: "ioredis",
    async connect(url: string): Promise<TestClient> {
      const client = new Redis(url, { maxRetriesPerRequest: 0, retryStrategy: () => 5 });
      client.on("error", () => {});
      return { client, close: () => client.disconnect() };
    },
  },
  {
    name: "node-redis",
    async connect(url: string): Promise<TestClient> {
      const socket = { reconnectStrategy: () => 5 };
      const client = createClient({ url, socket, disableOfflineQueue: true });
      client.on("error", () => {});
      await client.connect();
      return { client, close: () => client.destroy() };
    },
  },
];

describe.each(kinds)("redisInbox", ({ name: client, connect }) => {
  describeWithRedis(`on ${client}`, () => {
    let server: TestRedis;
    beforeAll(async () => {
      // The append-only file survives a crash of the process; syncing matters only for a crash of the machine.
      server = await startRedis(["--appendonly", "yes", "--appendfsync", "no"]);
    });
    afterAll(() => server.remove());

    async function open(): Promise<OpenedInbox> {
      const opened: TestClient[] = [];
      const openInbox = async () => {
        const one = await connect(server.url);
        opened.push(one);
        return redisInbox({ client: one.client, onWarning: () => {} });
      };
      const inbox = await openInbox();
      return {
        inbox,
        async openAnother() {
          const another = await openInbox();
          const close = opened.at(-1)?.close;
          return {
            inbox: another,
            async vanish() {
              close?.();
              await expireLeases(server.url);
            },
          };
        },
        lapse: () => expireLeases(server.url),
        async cutOff() {
          await server.kill();
          return async () => {
            await server.restart();
            await waitUntilReachable(() => inbox.ping());
          };
        },
        countConflicts: async () => (await listAll(inbox.conflicts())).length,
        async close() {
          for (const { close } of opened) close();
        },
      };
    }

    for (const { name, run } of inboxCases({ open })) it(name, { timeout: 60_000 }, () => run());
  });
});

/** Expires every lease at once. */
async function expireLeases(url: string): Promise<void> {
  const admin = new Redis(url);
  for (const key of await admin.keys("numipay:tx:*")) {
    if (await admin.hexists(key, "lease")) await admin.hset(key, "lease", "0 ");
  }
  admin.disconnect();
}
