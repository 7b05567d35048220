import { type JournalStore } from "@numipay/core";
import { journalCases, type OpenedJournalStore } from "@numipay/testing";
import { Cluster, Redis } from "ioredis";
import { createClient, createCluster } from "redis";
import { afterAll, beforeAll, describe, it } from "vitest";
import { redisJournal } from "@numipay/redis";
import type { TestClient } from "./clients.js";
import { startCluster } from "./start-cluster.js";
import { describeWithRedis, startRedis, type TestRedis } from "./start-redis.js";
import { waitUntilReachable } from "./wait-until-reachable.js";

// Both are configured to fail at once while disconnected.
const kinds: readonly { name: string; connect: (url: string) => Promise<TestClient> }[] = [
  {
    name: "ioredis",
    async connect(url) {
      const client = new Redis(url, { maxRetriesPerRequest: 0, retryStrategy: () => 5 });
      client.on("error", () => {});
      return { client, close: () => client.disconnect() };
    },
  },
  {
    name: "node-redis",
    async connect(url) {
      const socket = { reconnectStrategy: () => 5 };
      const client = createClient({ url, socket, disableOfflineQueue: true });
      client.on("error", () => {});
      await client.connect();
      return { client, close: () => client.destroy() };
    },
  },
];

describe.each(kinds)("redisJournal", ({ name: client, connect }) => {
  describeWithRedis(`on ${client}`, () => {
    let server: TestRedis;
    beforeAll(async () => {
      server = await startRedis(["--appendonly", "yes", "--appendfsync", "always"]);
    });
    afterAll(() => server.remove());

    async function open(): Promise<OpenedJournalStore> {
      const opened: TestClient[] = [];
      const openJournal = async () => {
        const one = await connect(server.url);
        opened.push(one);
        return redisJournal({ client: one.client });
      };
      const journal = await openJournal();
      return {
        store: journal.store,
        openAnother: async () => (await openJournal()).store,
        async cutOff() {
          await server.kill();
          return async () => {
            await server.restart();
            await waitUntilReachable(() => journal.ping());
          };
        },
        async close() {
          for (const { close } of opened) close();
        },
      };
    }

    for (const { name, run } of journalCases({ open })) it(name, { timeout: 60_000 }, () => run());
  });
});

const clusterKinds: readonly { name: string; connect: (ports: number[]) => Promise<TestClient> }[] =
  [
    {
      name: "ioredis",
      async connect(ports) {
        const client = new Cluster(ports);
        return { client, close: () => client.disconnect() };
      },
    },
    {
      name: "node-redis",
      async connect(ports) {
        const rootNodes = ports.map((port) => ({ url: `redis://127.0.0.1:${port}` }));
        const client = createCluster({ rootNodes });
        await client.connect();
        return { client, close: () => client.destroy() };
      },
    },
  ];

describeWithRedis("redisJournal on a Cluster", () => {
  let cluster: Awaited<ReturnType<typeof startCluster>>;
  beforeAll(async () => {
    cluster = await startCluster();
  }, 60_000);
  afterAll(() => cluster.remove());

  describe.each(clusterKinds)("with $name", ({ connect }) => {
    const cannot = { cutOff: "the cluster would need new servers" };

    async function open(): Promise<OpenedJournalStore> {
      const ports = cluster.servers.map(({ port }) => port);
      const opened: TestClient[] = [];
      const openStore = async (): Promise<JournalStore> => {
        const one = await connect(ports);
        opened.push(one);
        const journal = redisJournal({ client: one.client, acceptedRisks: ["no-aof"] });
        await journal.ping();
        return journal.store;
      };
      return {
        store: await openStore(),
        openAnother: openStore,
        async close() {
          for (const { close } of opened) close();
        },
      };
    }

    for (const { name, run } of journalCases({ open, cannot })) {
      it(name, { timeout: 60_000 }, () => run());
    }
  });
});
