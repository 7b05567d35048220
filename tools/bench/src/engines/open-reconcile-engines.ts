import { openPostgres } from "./open-postgres.js";
import { openRedis } from "./open-redis.js";
import type { List, Walk } from "./start-list.js";

interface ReconcileEngines {
  opened: { name: string; walk: () => Promise<Walk> }[];
  /** Why an engine is not measured. */
  missing: string[];
  close: () => Promise<void>;
}

/** Opens the inboxes on real engines and fills them with a first run, to which every transaction is new. */
export async function openReconcileEngines(
  list: List,
  transactions: number,
): Promise<ReconcileEngines> {
  const postgres = await openPostgres(1);
  const redis = await openRedis();
  const opened: ReconcileEngines["opened"] = [];
  if ("schema" in postgres) {
    const walk = () => list.walk("postgres", postgres.schema);
    opened.push({ name: "reconcile, pgInbox", walk });
  }
  if ("prefix" in redis) {
    opened.push({ name: "reconcile, redisInbox", walk: () => list.walk("redis", redis.prefix) });
  }
  const close = async () => {
    for (const engine of [postgres, redis]) if ("close" in engine) await engine.close();
  };
  try {
    for (const { name, walk } of opened) {
      const { found } = await walk();
      if (found !== transactions) throw new Error(`${name} found ${found} of ${transactions}.`);
    }
  } catch (error) {
    await close();
    throw error;
  }
  const missing = [postgres, redis].flatMap((one) => ("missing" in one ? [one.missing] : []));
  return { opened, missing, close };
}
