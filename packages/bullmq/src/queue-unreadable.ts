import type { UnreadableEntry, UnreadableStore } from "@numipay/core";
import type { Queue, RedisClient } from "bullmq";

/**
 * Stores unreadable deliveries in a hash beside the queue's keys, as JSON by key.
 *
 * @param attempt applies the timeout and redacts errors
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
        // Keeps the first entry. Only a repetition of the same delivery can race between the two commands.
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
