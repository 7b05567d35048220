import { redisInbox } from "@numipay/redis";
import type { RunOptions, Section } from "../section.js";
import { toChangesTable } from "./changes-table.js";
import { checkEngine } from "./check-engine.js";
import { applyThroughInbox } from "./contestant.js";
import { handwrittenRedis } from "./handwritten-redis.js";
import { openRedis } from "./open-redis.js";
import { type ChangeTimes, timeChanges } from "./time-changes.js";

const title = "Redis: redisInbox is … times as fast as";
const concurrencies = [1, 8];
const defaultRounds = 60;
const warmUpRounds = 10;
const defaultChanges = 250;

/** Measures the Redis inbox for a change, relative to bare calls of scripts that write the same fields. */
export async function measureRedis({
  rounds = defaultRounds,
  changesPerRound = defaultChanges,
  random,
}: RunOptions & { changesPerRound?: number }): Promise<Section> {
  const opened = await openRedis();
  if ("missing" in opened) return { title, table: opened.missing, values: {} };
  const { client, prefix, version, close } = opened;
  try {
    const inbox = redisInbox({ client, prefix, onWarning: () => undefined });
    await inbox.check();
    const contestants = [
      applyThroughInbox("redisInbox", inbox),
      await handwrittenRedis(client, `${prefix}by-hand:`),
    ];
    for (const contestant of contestants) await checkEngine(contestant);
    const times = new Map<number, ChangeTimes[]>();
    for (const concurrency of concurrencies) {
      const options = { rounds, warmUpRounds, changesPerRound, concurrency, random, effect };
      times.set(concurrency, await timeChanges(contestants, options));
    }
    const names = contestants.map(({ name }) => name);
    return { title: `${title} (${version}, ioredis)`, ...toChangesTable("Redis", names, times) };
  } finally {
    await close();
  }
}

/** On Redis, an inbox has no part in the handler's effect. */
async function effect(): Promise<void> {}
