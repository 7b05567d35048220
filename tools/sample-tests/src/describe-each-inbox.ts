// Runs an app's tests on every inbox engine. Each test gets an empty schema or key prefix, which is deleted afterwards.
import { describe, onTestFinished } from "vitest";
import {
  createName,
  databaseUrl,
  deleteRedisKeys,
  pingRedis,
  redisUrl,
  runSql,
} from "./test-servers.js";

export { deleteRedisKeys, redisUrl };

/** What the apps read from `INBOX`, `DATABASE_URL` and `REDIS_URL`, plus the part that isolates a test. */
export interface TestInboxSettings {
  engine: "memory" | "postgres" | "redis";
  url?: string;
  schema?: string;
  prefix?: string;
  onWarning?: () => void;
}

export type CreateInboxSettings = () => Promise<TestInboxSettings>;

export interface InboxEngine {
  engine: TestInboxSettings["engine"];
  name: string;
  createSettings: CreateInboxSettings;
  /** Why the engine cannot be tested on this machine. */
  unavailable: string | undefined;
}

const isCi = process.env["CI"] === "true";

/** Memory, PostgreSQL and Redis, in this order. */
export const inboxEngines: readonly InboxEngine[] = [
  {
    engine: "memory",
    name: "memory",
    createSettings: async () => ({ engine: "memory" }),
    unavailable: undefined,
  },
  {
    engine: "postgres",
    name: "PostgreSQL",
    createSettings: createPostgresSettings,
    unavailable: await findProblem("PostgreSQL", () => runSql("SELECT 1")),
  },
  {
    engine: "redis",
    name: "Redis",
    createSettings: createRedisSettings,
    unavailable: await findProblem("Redis", pingRedis),
  },
];

export function findInboxEngine(engine: InboxEngine["engine"]): InboxEngine {
  const found = inboxEngines.find((candidate) => candidate.engine === engine);
  if (found === undefined) throw new Error(`Unknown inbox engine: ${engine}.`);
  return found;
}

export function describeEachInbox(tests: (createSettings: CreateInboxSettings) => void): void {
  for (const engine of inboxEngines) describeEngine(engine, tests);
}

/** The engines that run as a server, so without memory. */
export function describeEachServer(tests: (createSettings: CreateInboxSettings) => void): void {
  for (const engine of inboxEngines.slice(1)) describeEngine(engine, tests);
}

/** Skips the tests if something is unavailable, and adds the reason to their name. With CI=true they run and fail. */
export function describeIfAvailable(
  name: string,
  unavailable: string | undefined,
  tests: () => void,
): void {
  const title = unavailable === undefined ? name : `${name} (${unavailable})`;
  describe.skipIf(unavailable !== undefined && !isCi)(title, () => {
    tests();
  });
}

function describeEngine(
  { name, createSettings, unavailable }: InboxEngine,
  tests: (createSettings: CreateInboxSettings) => void,
): void {
  describeIfAvailable(`on ${name}`, unavailable, () => tests(createSettings));
}

async function createPostgresSettings(): Promise<TestInboxSettings> {
  const schema = createName();
  await runSql(`CREATE SCHEMA ${schema}`);
  onTestFinished(() => runSql(`DROP SCHEMA ${schema} CASCADE`));
  return { engine: "postgres", url: databaseUrl, schema };
}

async function createRedisSettings(): Promise<TestInboxSettings> {
  const prefix = `${createName()}:`;
  onTestFinished(() => deleteRedisKeys(prefix));
  // A test server may be configured to lose data, which redisInbox warns about.
  return { engine: "redis", url: redisUrl, prefix, onWarning: () => undefined };
}

async function findProblem(
  server: string,
  connect: () => Promise<void>,
): Promise<string | undefined> {
  try {
    await connect();
    return undefined;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const problem = `${server} is not available: ${code ?? message}`;
    if (!isCi) console.warn(`Skipping tests. ${problem}`);
    return problem;
  }
}
