import { randomBytes } from "node:crypto";
import { Redis } from "ioredis";
import pg from "pg";

export const databaseUrl = process.env["DATABASE_URL"] ?? "postgres://postgres@127.0.0.1:5432/test";
export const redisUrl = process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379";

/** Names a schema or a key prefix that only one test uses. */
export function createName(): string {
  return `numipay_test_${randomBytes(6).toString("hex")}`;
}

export async function runSql(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 3000 });
  try {
    await client.connect();
    await client.query(statement);
  } finally {
    await client.end();
  }
}

export async function pingRedis(): Promise<void> {
  await withRedis((client) => client.ping());
}

/** Deletes every key that starts with the prefix. */
export async function deleteRedisKeys(prefix: string): Promise<void> {
  await withRedis(async (client) => {
    const scan: AsyncIterable<string[]> = client.scanStream({ match: `${prefix}*`, count: 1000 });
    for await (const keys of scan) {
      if (keys.length > 0) await client.del(...keys);
    }
  });
}

async function withRedis(work: (client: Redis) => Promise<unknown>): Promise<void> {
  const client = new Redis(redisUrl, { lazyConnect: true, retryStrategy: () => null });
  // `connect` rejects with the same error.
  client.on("error", () => undefined);
  try {
    await client.connect();
    await work(client);
  } finally {
    client.disconnect();
  }
}
