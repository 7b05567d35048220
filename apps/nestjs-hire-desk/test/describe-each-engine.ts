// Runs tests on every engine: each inbox without a queue, and one behind a queue.
import {
  type CreateInboxSettings,
  deleteRedisKeys,
  describeIfAvailable,
  findInboxEngine,
  inboxEngines,
  redisUrl,
} from "sample-tests/inbox";

export interface Engine {
  /** Creates an empty schema or key prefix, which is deleted when the test ends. Defaults to an inbox in memory. */
  newInboxSettings?: CreateInboxSettings;
  /** The Redis of the queue. Defaults to no queue. */
  redisUrl?: string;
}

interface InboxEngine {
  newInboxSettings: CreateInboxSettings;
}

const postgres = findInboxEngine("postgres");
const redis = findInboxEngine("redis");

/** Defines the same tests for each engine. */
export function describeEachEngine(defineTests: (engine: Engine) => void): void {
  describeEachInbox(defineTests);
  const engine = { newInboxSettings: postgres.createSettings, redisUrl };
  const unavailable = redis.unavailable ?? postgres.unavailable;
  describeIfAvailable("on PostgreSQL with a queue", unavailable, () => defineTests(engine));
}

/** Defines the same tests for each inbox, without a queue. */
export function describeEachInbox(defineTests: (engine: Engine & InboxEngine) => void): void {
  for (const { name, unavailable, createSettings } of inboxEngines) {
    const engine = { newInboxSettings: createSettings };
    describeIfAvailable(`on ${name}`, unavailable, () => defineTests(engine));
  }
}

/** Defines tests with a queue and an inbox in memory. */
export function describeWithQueue(
  name: string,
  defineTests: (engine: { redisUrl: string }) => void,
): void {
  describeIfAvailable(name, redis.unavailable, () => defineTests({ redisUrl }));
}

/** Deletes all keys of the queues. BullMQ keeps some even for an empty queue. */
export async function deleteQueues(prefix: string): Promise<void> {
  if (redis.unavailable === undefined) await deleteRedisKeys(`${prefix}:`);
}
