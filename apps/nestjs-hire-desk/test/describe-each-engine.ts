// Runs tests on every engine: each inbox without a queue, and one behind a queue.
import { randomBytes } from "node:crypto";
import { Redis } from "ioredis";
import pg from "pg";
import { describe, onTestFinished } from "vitest";
import type { InboxSettings } from "../dist/src/inbox/inbox-settings.js";

const databaseUrl = process.env["DATABASE_URL"] ?? "postgres://postgres@127.0.0.1:5432/test";
const redisUrl = process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379";
const isCi = process.env["CI"] === "true";

export type NewInboxSettings = () => Promise<InboxSettings>;

export interface Engine {
  /** Creates an empty schema or key prefix, which is deleted when the test ends. Defaults to an inbox in memory. */
  newInboxSettings?: NewInboxSettings;
  /** The Redis of the queue. Defaults to no queue. */
  redisUrl?: string;
}

interface InboxEngine {
  newInboxSettings: NewInboxSettings;
}

interface NamedEngine {
  name: string;
  engine: Engine & InboxEngine;
  /** Why the engine's server cannot be reached. */
  problem: string | undefined;
}

async function inMemory(): Promise<InboxSettings> {
  return { engine: "memory" };
}

async function inPostgres(): Promise<InboxSettings> {
  const schema = randomName();
  await runStatement(`CREATE SCHEMA ${schema}`);
  onTestFinished(() => runStatement(`DROP SCHEMA ${schema} CASCADE`));
  return { engine: "postgres", url: databaseUrl, schema };
}

async function inRedis(): Promise<InboxSettings> {
  const prefix = `${randomName()}:`;
  onTestFinished(() => withRedis((client) => deleteKeys(client, prefix)));
  // A Redis for tests does not need persistence.
  return { engine: "redis", url: redisUrl, prefix, onWarning: () => undefined };
}

// Tests are skipped when their server is unreachable, and their name says so. With CI=true they run and fail instead.
const postgresProblem = await findProblem("PostgreSQL", runStatement("SELECT 1"));
const redisProblem = await findProblem(
  "Redis",
  withRedis((client) => client.ping()),
);

const enginesWithoutQueue: readonly NamedEngine[] = [
  { name: "in memory", engine: { newInboxSettings: inMemory }, problem: undefined },
  { name: "on PostgreSQL", engine: { newInboxSettings: inPostgres }, problem: postgresProblem },
  { name: "on Redis", engine: { newInboxSettings: inRedis }, problem: redisProblem },
];
const engineWithQueue: NamedEngine = {
  name: "on PostgreSQL with a queue",
  engine: { newInboxSettings: inPostgres, redisUrl },
  problem: redisProblem ?? postgresProblem,
};

/** Defines the same tests for each engine. */
export function describeEachEngine(defineTests: (engine: Engine) => void): void {
  for (const { name, engine, problem } of [...enginesWithoutQueue, engineWithQueue]) {
    describeUnless(problem, name, () => defineTests(engine));
  }
}

/** Defines the same tests for each inbox, without a queue. */
export function describeEachInbox(defineTests: (engine: Engine & InboxEngine) => void): void {
  for (const { name, engine, problem } of enginesWithoutQueue) {
    describeUnless(problem, name, () => defineTests(engine));
  }
}

/** Defines tests with a queue and an inbox in memory. */
export function describeWithQueue(
  name: string,
  defineTests: (engine: { redisUrl: string }) => void,
): void {
  describeUnless(redisProblem, name, () => defineTests({ redisUrl }));
}

/** Deletes all keys of the queues. BullMQ keeps some even for an empty queue. */
export async function deleteQueues(prefix: string): Promise<void> {
  if (redisProblem === undefined) await withRedis((client) => deleteKeys(client, `${prefix}:`));
}

function describeUnless(problem: string | undefined, name: string, defineTests: () => void): void {
  const title = problem === undefined ? name : `${name} (${problem})`;
  describe.skipIf(problem !== undefined && !isCi)(title, () => {
    defineTests();
  });
}

async function findProblem(server: string, ping: Promise<unknown>): Promise<string | undefined> {
  try {
    await ping;
    return undefined;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const problem = `${server} unreachable: ${code ?? message}`;
    if (!isCi) console.warn(`Skipping tests on ${server}. ${problem}`);
    return problem;
  }
}

function randomName(): string {
  return `numipay_test_${randomBytes(6).toString("hex")}`;
}

async function runStatement(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 3000 });
  try {
    await client.connect();
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function withRedis(work: (client: Redis) => Promise<unknown>): Promise<void> {
  const client = new Redis(redisUrl, { lazyConnect: true, retryStrategy: () => null });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await work(client);
  } finally {
    client.disconnect();
  }
}

async function deleteKeys(client: Redis, prefix: string): Promise<void> {
  const batches = client.scanStream({ match: `${prefix}*`, count: 1000 });
  for await (const keys of batches as AsyncIterable<string[]>) {
    if (keys.length > 0) await client.del(...keys);
  }
}
