import { createRandom } from "measure";
import { afterEach, describe, expect, it, vi } from "vitest";
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
  { engine: "PostgreSQL", measure: measurePostgres, address: "DATABASE_URL" },
  { engine: "Redis", measure: measureRedis, address: "REDIS_URL" },
])("on $engine", ({ engine, measure, address }) => {
  it("measures every value that has a target", async ({ skip }) => {
    const { table, values } = await measure(small);
    if (table.startsWith(`${engine} is skipped`)) skip(table);
    const wanted = targets.filter(({ value }) => value.startsWith(`engines: ${engine}`));
    expect(wanted).toHaveLength(4);
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
