import type { InboxCheckpoints } from "@numipay/core";
import type { RedisConnection } from "./redis-client.js";

/** Stores the reconciler's checkpoints in a Redis hash. */
export function redisCheckpoints(connection: RedisConnection, hashKey: string): InboxCheckpoints {
  return {
    async read(name) {
      const value = await connection.send(hashKey, ["HGET", hashKey, name]);
      return value === null || value === undefined
        ? undefined
        : (value as string | Buffer).toString();
    },
    async write(name, value) {
      await connection.send(hashKey, ["HSET", hashKey, name, value]);
    },
  };
}
