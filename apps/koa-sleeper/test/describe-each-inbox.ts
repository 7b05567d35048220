// @ts-check
// The inboxes that the tests run on, each opened as main.js opens it.
import type { InboxSettings } from "../src/open-inbox.js";
import type { Inbox } from "@numipay/core";
import { randomBytes } from "node:crypto";
import { Redis } from "ioredis";
import pg from "pg";
import { describe, onTestFinished } from "vitest";
import { openInbox } from "../src/open-inbox.js";

const databaseUrl = process.env.DATABASE_URL ?? "postgres://postgres@127.0.0.1:5432/test";
const redisUrl = process.env.REDIS_URL ?? "redis://127.0.0.1:6379";
const isCi = process.env.CI === "true";

export type NewInbox = () => Promise<Inbox>;

export type NewPlace = () => Promise<InboxSettings>;

const engines: readonly { name: string; look: () => Promise<unknown>; newPlace: NewPlace }[] = [
  { name: "memory", look: async () => undefined, newPlace: async () => ({ engine: "memory" }) },
  {
    name: "PostgreSQL",
    look: () => inPostgres("SELECT 1"),
    async newPlace() {
      const schema = randomName();
      await inPostgres(`CREATE SCHEMA ${schema}`);
      onTestFinished(() => inPostgres(`DROP SCHEMA ${schema} CASCADE`));
      return { engine: "postgres", url: databaseUrl, schema };
    },
  },
  {
    name: "Redis",
    look: () => inRedis((client) => client.ping()),
    async newPlace() {
      const prefix = `${randomName()}:`;
      onTestFinished(() => inRedis((client) => deleteKeys(client, prefix)));
      // A Redis for tests need not keep what it has.
      return { engine: "redis", url: redisUrl, prefix, onWarning: () => undefined };
    },
  },
];

// Where a server does not answer, its tests are skipped, and their name says why; with CI=true they run, and fail.
const found = await Promise.all(
  engines.map(async (engine) => {
    const reason = await engine.look().then(
      () => undefined,
      (error) => `no ${engine.name} answers, ${error.code ?? error.message}`,
    );
    if (reason !== undefined && !isCi)
      console.warn(`Tests on ${engine.name} are skipped: ${reason}`);
    return { ...engine, reason };
  }),
);

/** The same tests on each inbox. Every world gets an empty one, which is gone when its test ends. */
export function describeEachInbox(tests: (newInbox: NewInbox, newPlace: NewPlace) => void) {
  for (const { name, newPlace, reason } of found) {
    const newInbox = async () => openUntilEnd(await newPlace());
    const told = reason === undefined ? `on ${name}` : `on ${name} (${reason})`;
    describe.skipIf(reason !== undefined && !isCi)(told, () => {
      tests(newInbox, newPlace);
    });
  }
}

/** Opens it as the app does, and closes it when the test ends. */
export async function openUntilEnd(settings: InboxSettings) {
  const { inbox, close } = await openInbox(settings);
  // Hooks run last one first: the connections are closed before what they used is deleted.
  onTestFinished(close);
  return inbox;
}

const randomName = () => `numipay_test_${randomBytes(6).toString("hex")}`;

async function inPostgres(statement: string) {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 3000,
  });
  try {
    await client.connect();
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function inRedis(work: (client: Redis) => Promise<unknown>) {
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
