import { Cluster } from "ioredis";
import { Cluster as Cluster5 } from "ioredis5";
import { createCluster } from "redis";
import { createCluster as createCluster4 } from "redis4";
import { createCluster as createCluster5 } from "redis5";
import { afterAll, beforeAll, expect, it } from "vitest";
import { redisInbox } from "@numipay/redis";
import { change, leaseOf } from "./changes.js";
import type { TestClient } from "./clients.js";
import { startCluster } from "./start-cluster.js";
import { describeWithRedis } from "./start-redis.js";
import { listAll } from "./list-all.js";

const ids = ["a", "b", "c", "d", "{e}", "{", "}{", "{}", "f}{g}", "h i", "ü", "\u0000"];

const kinds: readonly { name: string; connect: (ports: number[]) => Promise<TestClient> }[] = [
  {
    name: "ioredis 6",
    async connect(ports) {
      const client = new Cluster(ports);
      return { client, close: () => client.disconnect() };
    },
  },
  {
    name: "ioredis 5",
    async connect(ports) {
      const client = new Cluster5(ports);
      return { client, close: () => client.disconnect() };
    },
  },
  {
    name: "node-redis 6",
    async connect(ports) {
      const client = createCluster({ rootNodes: toRootNodes(ports) });
      await client.connect();
      return { client, close: () => client.destroy() };
    },
  },
  {
    name: "node-redis 5",
    async connect(ports) {
      const client = createCluster5({ rootNodes: toRootNodes(ports) });
      await client.connect();
      return { client, close: () => client.destroy() };
    },
  },
  {
    name: "node-redis 4",
    async connect(ports) {
      const client = createCluster4({ rootNodes: toRootNodes(ports) });
      await client.connect();
      return { client, close: () => client.disconnect() };
    },
  },
];

describeWithRedis("redisInbox on a Cluster", () => {
  let cluster: Awaited<ReturnType<typeof startCluster>>;
  beforeAll(async () => {
    cluster = await startCluster();
  }, 60_000);
  afterAll(() => cluster.remove());

  it.each(kinds)("handles ids in every slot with $name", async ({ name, connect }) => {
    const { client, close } = await connect(cluster.servers.map(({ port }) => port));
    const inbox = redisInbox({ client, prefix: `${name}:`, onWarning: () => {} });
    await inbox.ping();
    // Three servers with the same settings make one warning.
    expect((await inbox.check()).map(({ code }) => code)).toEqual(["no-aof"]);

    for (const id of ids) {
      const lease = leaseOf(await inbox.claim(change({ id })));
      expect((await inbox.claim(change({ id }))).state).toBe("in-progress");
      await inbox.release(change({ id }), lease);
      const again = leaseOf(await inbox.claim(change({ id })));
      expect(again.fencingToken).toBeGreaterThan(lease.fencingToken);
      expect(await inbox.complete(change({ id }), again)).toBe(true);
      expect((await inbox.claim(change({ id }))).state).toBe("duplicate");
      expect((await inbox.claim(change({ id, amount: "1.00" }))).state).toBe("conflict");
      const unhandled = change({ id: `unhandled-${id}`, isHandled: false });
      await inbox.complete(unhandled, leaseOf(await inbox.claim(unhandled)));
    }
    expect(await listAll(inbox.conflicts())).toHaveLength(ids.length);
    expect(await listAll(inbox.unhandled())).toHaveLength(ids.length);
    await inbox.checkpoints.write("a", "1");
    expect(await inbox.checkpoints.read("a")).toBe("1");
    close();
  });
});

function toRootNodes(ports: number[]): { url: string }[] {
  return ports.map((port) => ({ url: `redis://127.0.0.1:${port}` }));
}
