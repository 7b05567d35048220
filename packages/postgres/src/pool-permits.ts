import type { Pool } from "pg";

/** The right to take a connection that a handler may hold. */
interface Permits {
  free: number;
  waiting: Set<() => void>;
}

/** By pool, so that all inboxes on one share it. */
const permitsOf = new WeakMap<Pool, Permits>();

/**
 * Waits until a handler may hold one more connection, and resolves to what gives the right back. All but one of a pool's
 * connections may be held: the last is for what handlers, health checks and the application ask of the pool besides.
 * Undefined when none came free in time.
 */
export function takePermit(pool: Pool, timeoutMs: number): Promise<(() => void) | undefined> {
  const max = pool.options?.max ?? Infinity;
  const permits = permitsOf.get(pool) ?? { free: Math.max(1, max - 1), waiting: new Set() };
  permitsOf.set(pool, permits);
  if (permits.free > 0) {
    permits.free -= 1;
    return Promise.resolve(toReturn(permits));
  }
  return new Promise((resolve) => {
    const take = (): void => {
      clearTimeout(timer);
      resolve(toReturn(permits));
    };
    const timer = setTimeout(() => {
      permits.waiting.delete(take);
      resolve(undefined);
    }, timeoutMs);
    permits.waiting.add(take);
  });
}

function toReturn(permits: Permits): () => void {
  let isReturned = false;
  return () => {
    if (isReturned) return;
    isReturned = true;
    const [next] = permits.waiting;
    if (next === undefined) {
      permits.free += 1;
    } else {
      permits.waiting.delete(next);
      next();
    }
  };
}
