import { readFileSync } from "node:fs";
import type { Pool, PoolClient } from "pg";

/** Reads the processor time that a pool's connections have used in the server, in microseconds. */
export type ReadBackendTime = () => number | undefined;

/**
 * Follows the server processes of a pool's connections. Their processor time is known to the nanosecond on Linux, if the server runs on
 * this machine. What the server does in other processes, such as the checkpointer, is not included.
 */
export function followBackends(pool: Pool): ReadBackendTime {
  const ids = new Set<number>();
  pool.on("connect", (client: PoolClient & { processID?: number }) => {
    if (client.processID !== undefined) ids.add(client.processID);
  });
  return () => {
    let total = 0;
    for (const id of ids) {
      const microseconds = readMicroseconds(id);
      if (microseconds === undefined) return undefined;
      total += microseconds;
    }
    return total;
  };
}

function readMicroseconds(id: number): number | undefined {
  try {
    // On another machine, the number belongs to no process or to one with another name.
    if (readFileSync(`/proc/${id}/comm`, "utf8").trim() !== "postgres") return undefined;
    const [nanoseconds] = readFileSync(`/proc/${id}/schedstat`, "utf8").split(" ");
    return Number(nanoseconds) / 1000;
  } catch {
    return undefined;
  }
}
