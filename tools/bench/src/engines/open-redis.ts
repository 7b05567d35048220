import { randomBytes } from "node:crypto";
import { Redis } from "ioredis";
import { toReason } from "./to-reason.js";

interface OpenRedis {
  client: Redis;
  prefix: string;
  version: string;
  close: () => Promise<void>;
}

/** Connects to the Redis that the tests use, with a new key prefix, or returns why that failed. */
export async function openRedis(): Promise<OpenRedis | { missing: string }> {
  const client = createRedis();
  // Without a listener, ioredis prints each failed attempt.
  client.on("error", () => undefined);
  const prefix = `numipay-bench-${randomBytes(6).toString("hex")}:`;
  try {
    await client.connect();
    const info = await client.info("server");
    return {
      client,
      prefix,
      version: `Redis ${/redis_version:(\S+)/.exec(info)?.[1] ?? "of an unknown version"}`,
      async close() {
        for await (const page of client.scanStream({ match: `${prefix}*`, count: 1000 })) {
          const keys = page as string[];
          if (keys.length > 0) await client.unlink(keys);
        }
        client.disconnect();
      },
    };
  } catch (error) {
    client.disconnect();
    return {
      missing: `Redis is skipped: it is not available (${toReason(error)}). Start it, or set REDIS_URL.`,
    };
  }
}

/** A client that connects on request and does not reconnect. */
export function createRedis(): Redis {
  return new Redis(process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379", {
    lazyConnect: true,
    connectTimeout: 3000,
    retryStrategy: () => null,
  });
}
