import { Redis } from "ioredis";
import { Redis as Redis5 } from "ioredis5";
import { createClient, createClientPool } from "redis";
import { createClient as createClient4 } from "redis4";
import { createClient as createClient5 } from "redis5";
import type { RedisClient } from "@numipay/redis";

/** A client and its cleanup. */
export interface TestClient {
  client: RedisClient;
  close: () => unknown;
}

/** Every client that the README lists. */
export const clients: readonly { name: string; connect: (url: string) => Promise<TestClient> }[] = [
  { name: "ioredis 6", connect: async (url) => ofIoredis(new Redis(url)) },
  {
    name: "ioredis 6 with integers as text",
    connect: async (url) => ofIoredis(new Redis(url, { stringNumbers: true })),
  },
  { name: "ioredis 5", connect: async (url) => ofIoredis(new Redis5(url)) },
  {
    name: "node-redis 6",
    async connect(url) {
      const client = createClient({ url });
      client.on("error", ignore);
      await client.connect();
      return { client, close: () => client.destroy() };
    },
  },
  {
    name: "a pool of node-redis 6",
    async connect(url) {
      const client = createClientPool({ url });
      client.on("error", ignore);
      await client.connect();
      return { client, close: () => client.destroy() };
    },
  },
  {
    name: "node-redis 5",
    async connect(url) {
      const client = createClient5({ url });
      client.on("error", ignore);
      await client.connect();
      return { client, close: () => client.destroy() };
    },
  },
  {
    name: "node-redis 5 with RESP3",
    async connect(url) {
      const client = createClient5({ url, RESP: 3 });
      client.on("error", ignore);
      await client.connect();
      return { client, close: () => client.destroy() };
    },
  },
  {
    name: "node-redis 4",
    async connect(url) {
      const client = createClient4({ url });
      client.on("error", ignore);
      await client.connect();
      return { client, close: () => client.disconnect() };
    },
  },
];

function ofIoredis(client: Redis | Redis5): TestClient {
  client.on("error", ignore);
  return { client, close: () => client.disconnect() };
}

/** Tests stop servers on purpose; the calls report it. */
function ignore(): void {}
