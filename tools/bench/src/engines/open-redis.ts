// @ts-check
import { Redis } from "ioredis";
import { randomBytes } from "node:crypto";

export interface OpenRedis {
  client: Redis;
  prefix: string;
  version: string;
  close: () => Promise<void>;
}

/** A connection, and a prefix of the bench's own, in the Redis that the tests use too; or why there is none. */
export async function openRedis(): Promise<OpenRedis | { missing: string }> {
  const client = connectRedis();
  // Without a listener, each failed try prints.
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
        for await (const keys of client.scanStream({ match: `${prefix}*`, count: 1000 })) {
          if (keys.length > 0) await client.unlink(keys);
        }
        client.disconnect();
      },
    };
  } catch (error) {
    client.disconnect();
    const { code, message } = error as { code?: string; message: string };
    return {
      missing: `Redis is skipped: it cannot be used (${code ?? message}). Start one, or set REDIS_URL.`,
    };
  }
}

/** A client that is not connected yet, and that does not try for ever. */
export function connectRedis() {
  return new Redis(process.env.REDIS_URL ?? "redis://127.0.0.1:6379", {
    lazyConnect: true,
    connectTimeout: 3000,
    retryStrategy: () => null,
  });
}
