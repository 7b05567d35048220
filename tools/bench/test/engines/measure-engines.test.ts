import { createRandom } from "measure";
import { afterEach, describe, expect, it, vi } from "vitest";
import { measureOrms } from "../../dist/engines/measure-orms.js";
import { measurePeers } from "../../dist/engines/measure-peers.js";
import { measurePostgresHttp } from "../../dist/engines/measure-postgres-http.js";
import { measurePostgres } from "../../dist/engines/measure-postgres.js";
import { measureReconcile } from "../../dist/engines/measure-reconcile.js";
import { measureRedis } from "../../dist/engines/measure-redis.js";
import { startList } from "../../dist/engines/start-list.js";
import { targets } from "../../src/targets.js";

const small = { rounds: 1, changesPerRound: 3, random: createRandom(1) };

afterEach(() => {
  vi.unstubAllEnvs();
});

describe.each([
  { engine: "PostgreSQL", measure: measurePostgres, address: "DATABASE_URL", count: 12 },
  { engine: "Redis", measure: measureRedis, address: "REDIS_URL", count: 4 },
])("on $engine", ({ engine, measure, address, count }) => {
  it("measures every value that has a target", { timeout: 60_000 }, async ({ skip }) => {
    const { table, values } = await measure(small);
    if (table.startsWith(`${engine} is skipped`)) skip(table);
    const wanted = targets.filter(
      // The server's processor time is only known on the same machine.
      ({ value }) => value.startsWith(`engines: ${engine}`) && !/HTTP|processor time/.test(value),
    );
    expect(wanted).toHaveLength(count);
    for (const { value } of wanted) expect(values[value]).toBeGreaterThan(0);
  });

  it("reports an unavailable engine without its address", async () => {
    vi.stubEnv(address, "any://me:canary@127.0.0.1:1/nothing");
    const { table, values } = await measure(small);
    expect(table).toMatch(
      new RegExp(`^${engine} is skipped: it is not available \\(.*${address}\\.$`),
    );
    expect(table).not.toContain("canary");
    expect(values).toEqual({});
  });
});

describe("over HTTP", () => {
  it("measures every value that has a target", { timeout: 60_000 }, async ({ skip }) => {
    const { table, values } = await measurePostgresHttp({
      rounds: 1,
      deliveriesPerRound: 20,
      random: createRandom(1),
    });
    if (table.startsWith("PostgreSQL is skipped")) skip(table);
    const wanted = targets.filter(({ value }) => value.includes("HTTP"));
    expect(wanted).toHaveLength(6);
    for (const { value } of wanted) expect(values[value]).toBeGreaterThan(0);
  });
});

describe("in ORMs", () => {
  it("measures each ORM and its idiom", async ({ skip }) => {
    const { table } = await measureOrms(small);
    if (table.startsWith("PostgreSQL is skipped")) skip(table);
    expect(table).toMatch(/new change, 8 at a time, TypeORM .*\n.*1 at a time, Prisma/);
  });
});

describe("beside peers", () => {
  it("measures each peer", { timeout: 30_000 }, async ({ skip }) => {
    const { table } = await measurePeers(small);
    if (table.startsWith("PostgreSQL is skipped")) skip(table);
    expect(table).toMatch(/new change, 8 at a time, DBOS .*\n.*1 at a time, graphile-worker/);
  });
});

describe("reconcile", () => {
  it("is measured without an engine too", async () => {
    vi.stubEnv("DATABASE_URL", "postgres://127.0.0.1:1/nothing");
    vi.stubEnv("REDIS_URL", "redis://127.0.0.1:1");
    const { table, values } = await measureReconcile({
      rounds: 1,
      transactions: 400,
      transactionsPerDay: 10,
      random: createRandom(1),
    });
    expect(values["engines: reconcile, time / paging"]).toBeGreaterThan(0);
    expect(values["engines: reconcile, peak memory / at a tenth of the list"]).toBeGreaterThan(0.5);
    expect(table).toContain("PostgreSQL is skipped");
    expect(table).toContain("Redis is skipped");
  });

  it("rejects a list of the wrong length", async () => {
    const list = await startList(35, 10);
    try {
      await expect(list.walk("iterate")).rejects.toThrow(
        "Expected a list of 35 transactions, got 30.",
      );
    } finally {
      await list.stop();
    }
  });
});
