// Runs tests on every inbox, opened the way main.ts opens it.
import { randomBytes } from "node:crypto";
import type { Inbox } from "@numipay/core";
import { Redis } from "ioredis";
import pg from "pg";
import { describe, onTestFinished } from "vitest";
import { type InboxSettings, openInbox } from "../src/node/open-inbox.js";

const databaseUrl = process.env["DATABASE_URL"] ?? "postgres://postgres@127.0.0.1:5432/test";
const redisUrl = process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379";
const isCi = process.env["CI"] === "true";

interface Engine {
  name: string;
  /** Rejects when the server cannot be reached. */
  ping: () => Promise<unknown>;
  /** Creates an empty schema or key prefix, which is deleted when the test ends. */
  newSettings: () => Promise<InboxSettings>;
}

export interface InboxFixture {
  newSettings: () => Promise<InboxSettings>;
  /** Opens an empty inbox until the test ends. */
  newInbox: () => Promise<Inbox<unknown>>;
}

const engines: readonly Engine[] = [
  {
    name: "memory",
    ping: async () => undefined,
    newSettings: async () => ({ engine: "memory" }),
  },
  {
    name: "PostgreSQL",
    ping: () => runStatement("SELECT 1"),
    async newSettings() {
      const schema = randomName();
      await runStatement(`CREATE SCHEMA ${schema}`);
      onTestFinished(() => runStatement(`DROP SCHEMA ${schema} CASCADE`));
      return { engine: "postgres", url: databaseUrl, schema };
    },
  },
  {
    name: "Redis",
    ping: () => withRedis((client) => client.ping()),
    async newSettings() {
      const prefix = `${randomName()}:`;
      onTestFinished(() => withRedis((client) => deleteKeys(client, prefix)));
      // A Redis for tests does not need persistence.
      return { engine: "redis", url: redisUrl, prefix, onWarning: () => undefined };
    },
  },
];

// Tests are skipped when their server is unreachable, and their name says so. With CI=true they run and fail instead.
const checkedEngines = await Promise.all(
  engines.map(async (engine) => ({ ...engine, problem: await findProblem(engine) })),
);

async function findProblem({ name, ping }: Engine): Promise<string | undefined> {
  try {
    await ping();
    return undefined;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const problem = `${name} unreachable: ${code ?? message}`;
    if (!isCi) console.warn(`Skipping tests on ${name}. ${problem}`);
    return problem;
  }
}

/** Defines the same tests for each inbox. */
export function describeEachInbox(defineTests: (fixture: InboxFixture) => void): void {
  for (const { name, newSettings, problem } of checkedEngines) {
    const newInbox = async () => openForTest(await newSettings());
    const title = problem === undefined ? `on ${name}` : `on ${name} (${problem})`;
    describe.skipIf(problem !== undefined && !isCi)(title, () => {
      defineTests({ newSettings, newInbox });
    });
  }
}

/** Opens an inbox and closes it when the test ends. */
export async function openForTest(settings: InboxSettings): Promise<Inbox<unknown>> {
  const { inbox, close } = await openInbox(settings);
  // Hooks run in reverse order: the connection closes before its schema or keys are deleted.
  onTestFinished(close);
  return inbox;
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
