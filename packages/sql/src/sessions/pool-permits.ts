import { sharedState } from "@numipay/core/protocol";

/** The connections of a pool that handlers may hold. */
interface Permits {
  free: number;
  waiting: Set<() => void>;
}

/** By pool, because its inboxes share the limit. */
const permitsOf = /* @__PURE__ */ sharedState("poolPermits", () => new WeakMap<object, Permits>());

/**
 * Waits for permission to hold one of `count` connections. Resolves to a function that returns the permit, or to undefined on
 * timeout.
 */
export function takePermit(
  pool: object,
  count: number,
  timeoutMs: number,
): Promise<(() => void) | undefined> {
  const permits = permitsOf.get(pool) ?? { free: count, waiting: new Set() };
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

/** How many connections handlers may hold: one is always left for handlers, health checks and the application. */
export function toPermits(max = Infinity): number {
  return Math.max(1, max - 1);
}
