import { Redis } from "ioredis";
import { vi } from "vitest";
import { findFreePort, type TestRedis, startRedis } from "./start-redis.js";

const allSlots = 16_384;

/** Starts three primaries that share the slots. Resolves once the cluster is ready. */
export async function startCluster(): Promise<{ servers: TestRedis[]; remove(): Promise<void> }> {
  const busPorts = [await findFreePort(), await findFreePort(), await findFreePort()];
  const servers = await Promise.all(
    busPorts.map((busPort) =>
      startRedis(["--cluster-enabled", "yes", "--cluster-port", String(busPort)]),
    ),
  );
  const nodes = servers.map(({ url }) => new Redis(url));
  const share = Math.ceil(allSlots / nodes.length);
  for (const [index, node] of nodes.entries()) {
    const last = Math.min((index + 1) * share, allSlots) - 1;
    await node.cluster("ADDSLOTSRANGE", index * share, last);
    const [first] = servers;
    if (index > 0)
      await node.call("CLUSTER", "MEET", "127.0.0.1", String(first?.port), String(busPorts[0]));
  }
  await Promise.all(nodes.map(waitUntilOk));
  for (const node of nodes) node.disconnect();
  return {
    servers,
    remove: async () => {
      await Promise.all(servers.map((server) => server.remove()));
    },
  };
}

/** The servers need a second or two to agree on the cluster's state, and longer if they are asked without a pause. */
async function waitUntilOk(node: Redis): Promise<void> {
  await vi.waitFor(
    async () => {
      const info = String(await node.call("CLUSTER", "INFO"));
      if (info.includes("cluster_state:ok") && info.includes("cluster_known_nodes:3")) return;
      throw new Error(`The cluster did not start within 45 seconds: ${info}`);
    },
    { timeout: 45_000, interval: 50 },
  );
}
