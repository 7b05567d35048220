import { type OpenPostgres, openPostgres } from "./open-postgres.js";
import { openRedis } from "./open-redis.js";
import type { List, Walk } from "./start-list.js";

interface ReconcileEngine {
  name: string;
  /** Fills the inbox with a first run, to which every transaction is new. */
  fill: () => Promise<Walk>;
  walk: () => Promise<Walk>;
}

interface ReconcileEngines {
  opened: ReconcileEngine[];
  /** Why an engine is not measured. */
  missing: string[];
  close: () => Promise<void>;
}

/** Opens the inboxes on real engines and fills them. */
export async function openReconcileEngines(
  list: List,
  transactions: number,
): Promise<ReconcileEngines> {
  const postgres = await openPostgres(1);
  const redis = await openRedis();
  const opened: ReconcileEngine[] = [];
  if ("schema" in postgres) {
    opened.push({
      name: "reconcile, pgInbox, 1 % unseen",
      fill: () => list.walk("fill-postgres", postgres.schema),
      walk: () => walkWithUnseen(list, postgres),
    });
  }
  if ("prefix" in redis) {
    const walk = () => list.walk("redis", redis.prefix);
    opened.push({ name: "reconcile, redisInbox", fill: walk, walk });
  }
  const close = async () => {
    for (const engine of [postgres, redis]) if ("close" in engine) await engine.close();
  };
  try {
    for (const { name, fill } of opened) requireFound(name, await fill(), transactions);
  } catch (error) {
    await close();
    throw error;
  }
  const missing = [postgres, redis].flatMap((one) => ("missing" in one ? [one.missing] : []));
  return { opened, missing, close };
}

/** Forgets every hundredth change first, so that the run finds and applies them. */
async function walkWithUnseen(list: List, { pool, schema }: OpenPostgres): Promise<Walk> {
  const { rowCount } = await pool.query(
    `DELETE FROM ${schema}.numipay_changes WHERE transaction_key LIKE '%00'`,
  );
  return requireFound("reconcile, pgInbox", await list.walk("postgres", schema), rowCount ?? 0);
}

function requireFound(name: string, walk: Walk, expected: number): Walk {
  if (walk.found === expected) return walk;
  throw new Error(`${name} found ${walk.found} of ${expected}.`);
}
