import type { UnreadableEntry, UnreadableStore } from "@numipay/core";
import type { Queue, RedisClient } from "bullmq";

/**
 * Unreadable deliveries in a hash beside the queue's own keys: an entry as JSON, by its key.
 *
 * @param attempt limits how long Redis may take, and removes what its errors must not show
 */
export function queueUnreadable(
  queue: Queue,
  attempt: <Value>(stored: Promise<Value>) => Promise<Value>,
): UnreadableStore {
  const hash = queue.toKey("numipay-unreadable");
  const run = <Value>(command: (client: RedisClient) => Promise<Value>): Promise<Value> =>
    attempt(queue.getBackend().client.then(command));
  return {
    async add(entry) {
      await run(async (client) => {
        // The first one stays. Between the two commands only an attempt of the same delivery can store it.
        if ((await client.hexists(hash, entry.key)) === 1) return;
        await client.hset(hash, { [entry.key]: JSON.stringify(entry) });
      });
      return 0;
    },
    async list() {
      const entries = await run((client) => client.hgetall(hash));
      return Object.values(entries)
        .map((entry) => JSON.parse(entry) as UnreadableEntry)
        .toSorted(
          (one, other) =>
            one.receivedAt.localeCompare(other.receivedAt) || one.key.localeCompare(other.key),
        );
    },
    async remove(key) {
      await run((client) => client.hdel(hash, key));
    },
  };
}
