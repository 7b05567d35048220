// @ts-check
import type { RunOptions, Section } from "../main.js";
import { redisInbox } from "@numipay/redis";
import { applyThroughInbox } from "./apply-through-inbox.js";
import { openRedis } from "./open-redis.js";
import { proveEngine } from "./prove-engine.js";
import { redisByHand } from "./redis-by-hand.js";
import { showChanges } from "./show-changes.js";
import { timeChanges } from "./time-changes.js";

const concurrencies = [1, 8];
const defaultRounds = 60;
const warmUpRounds = 10;
const defaultChanges = 250;

/** How long the inbox on Redis takes for a change, against bare calls of scripts that do the same to the same fields. */
export async function measureRedis({
  rounds = defaultRounds,
  changesARound = defaultChanges,
  random,
}: RunOptions & { changesARound?: number }): Promise<Section> {
  const title = "Redis: redisInbox is … times as fast as";
  const opened = await openRedis();
  if ("missing" in opened) return { title, table: opened.missing, values: {} };
  const { client, prefix, version, close } = opened;
  try {
    const inbox = redisInbox({ client, prefix, onWarning: () => undefined });
    await inbox.check();
    const contestants = [
      applyThroughInbox("redisInbox", inbox),
      await redisByHand(client, `${prefix}by-hand:`),
    ];
    for (const contestant of contestants) await proveEngine(contestant);
    const timed = new Map();
    for (const concurrency of concurrencies) {
      const options = { rounds, warmUpRounds, changesARound, concurrency, random };
      timed.set(concurrency, await timeChanges(contestants, { ...options, effect: nothing }));
    }
    const names = contestants.map(({ name }) => name);
    const { table, values } = showChanges(names, timed);
    return {
      title: `${title} (${version}, ioredis)`,
      table,
      values: Object.fromEntries(
        Object.entries(values).map(([name, value]) => [`engines: Redis, ${name}`, value]),
      ),
    };
  } finally {
    await close();
  }
}

/** The effect is the handler's own affair: Redis has no part in it. */
async function nothing() {}
