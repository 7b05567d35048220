import type { UnreadableEntry, UnreadableStore } from "@numipay/core";
import type { RedisConnection } from "./redis-client.js";

/** Stores unreadable deliveries in a Redis hash, as JSON by key. */
export function redisUnreadable(connection: RedisConnection, hashKey: string): UnreadableStore {
  return {
    async add(entry) {
      await connection.send(hashKey, ["HSETNX", hashKey, entry.key, JSON.stringify(entry)]);
      return 0;
    },
    async list() {
      const entries = (await connection.send(hashKey, ["HVALS", hashKey])) as unknown[];
      return entries
        .map((entry) => JSON.parse(String(entry)) as UnreadableEntry)
        .toSorted(
          (one, other) =>
            one.receivedAt.localeCompare(other.receivedAt) || one.key.localeCompare(other.key),
        );
    },
    async remove(key) {
      await connection.send(hashKey, ["HDEL", hashKey, key]);
    },
  };
}
