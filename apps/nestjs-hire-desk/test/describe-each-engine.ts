// @ts-check
// The ways from a webhook to the books that the tests take: each inbox, and the queue before one.
import type { InboxSettings } from "../dist/inbox/inbox-settings.js";
import { randomBytes } from "node:crypto";
import { Redis } from "ioredis";
import pg from "pg";
import { describe, onTestFinished } from "vitest";

const databaseUrl = process.env["DATABASE_URL"] ?? "postgres://postgres@127.0.0.1:5432/test";
const redisUrl = process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379";
const isCi = process.env["CI"] === "true";

export type NewPlace = () => Promise<InboxSettings>;

export interface Engine {
  /** An empty inbox, which is gone when the test ends; in memory where not given. */
  newPlace?: NewPlace;
  /** Of the queue, where there is one. */
  redisUrl?: string;
}

async function inMemory() {
  return { engine: "memory" };
}

async function inPostgres() {
  const schema = randomName();
  await askPostgres(`CREATE SCHEMA ${schema}`);
  onTestFinished(() => askPostgres(`DROP SCHEMA ${schema} CASCADE`));
  return { engine: "postgres", url: databaseUrl, schema };
}

async function inRedis() {
  const prefix = `${randomName()}:`;
  onTestFinished(() => askRedis((client) => deleteKeys(client, prefix)));
  // A Redis for tests need not keep what it has.
  return { engine: "redis", url: redisUrl, prefix, onWarning: () => undefined };
}

// Where a server does not answer, its tests are skipped, and their name says why; with CI=true they run, and fail.
const noPostgres = await reasonOf("PostgreSQL", askPostgres("SELECT 1"));
const noRedis = await reasonOf(
  "Redis",
  askRedis((client) => client.ping()),
);

const atOnce: readonly {
  name: string;
  engine: Engine & { newPlace: NewPlace };
  reason: string | undefined;
}[] = [
  { name: "at once, in memory", engine: { newPlace: inMemory }, reason: undefined },
  { name: "at once, on PostgreSQL", engine: { newPlace: inPostgres }, reason: noPostgres },
  { name: "at once, on Redis", engine: { newPlace: inRedis }, reason: noRedis },
];
const queued = {
  name: "by a queue, on PostgreSQL",
  engine: { newPlace: inPostgres, redisUrl },
  reason: noRedis ?? noPostgres,
};

/** The same tests for each way from a webhook to the books. */
export function describeEachEngine(tests: (engine: Engine) => void) {
  for (const { name, engine, reason } of [...atOnce, queued]) {
    describeUnless(reason, name, () => tests(engine));
  }
}

/** The same tests for each inbox, without a queue. */
export function describeEachInbox(tests: (engine: Engine & { newPlace: NewPlace }) => void) {
  for (const { name, engine, reason } of atOnce) {
    describeUnless(reason, name, () => tests(engine));
  }
}

/** Tests with a queue, and the inbox behind it in memory. */
export function describeWithRedis(name: string, tests: (engine: { redisUrl: string }) => void) {
  describeUnless(noRedis, name, () => tests({ redisUrl }));
}

/** Deletes every key of a queue: BullMQ leaves some of an empty one. */
export async function deleteQueues(prefix: string) {
  if (noRedis === undefined) await askRedis((client) => deleteKeys(client, `${prefix}:`));
}

function describeUnless(reason: string | undefined, name: string, tests: () => void) {
  const told = reason === undefined ? name : `${name} (${reason})`;
  describe.skipIf(reason !== undefined && !isCi)(told, () => {
    tests();
  });
}

async function reasonOf(server: string, answer: Promise<unknown>) {
  try {
    await answer;
    return undefined;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    const reason = `no ${server} answers, ${code ?? message}`;
    if (!isCi) console.warn(`Tests on ${server} are skipped: ${reason}`);
    return reason;
  }
}

const randomName = () => `numipay_test_${randomBytes(6).toString("hex")}`;

async function askPostgres(statement: string) {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 3000 });
  try {
    await client.connect();
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function askRedis(work: (client: Redis) => Promise<unknown>) {
  const client = new Redis(redisUrl, { lazyConnect: true, retryStrategy: () => null });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await work(client);
  } finally {
    client.disconnect();
  }
}

async function deleteKeys(client: Redis, prefix: string) {
  for await (const keys of client.scanStream({ match: `${prefix}*`, count: 1000 })) {
    if (keys.length > 0) await client.del(...keys);
  }
}
