import type { EventEmitter } from "node:events";
import type { Pool, PoolClient } from "pg";

/** Counts the round trips of a pool from now on: the server ends each with the message ReadyForQuery. */
export function countRoundTrips(pool: Pick<Pool, "on">): () => number {
  const followed = new WeakSet<PoolClient>();
  let count = 0;
  // A library may have opened a connection before.
  pool.on("acquire", (client: PoolClient & { connection?: EventEmitter }) => {
    if (followed.has(client)) return;
    followed.add(client);
    client.connection?.on("readyForQuery", () => {
      count += 1;
    });
  });
  return () => count;
}
