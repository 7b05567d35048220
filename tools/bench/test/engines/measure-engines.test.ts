// @ts-check
import { afterEach, describe, expect, it, vi } from "vitest";
import { measurePostgres } from "../../src/engines/measure-postgres.js";
import { measureReconcile } from "../../src/engines/measure-reconcile.js";
import { measureRedis } from "../../src/engines/measure-redis.js";
import { startList } from "../../src/engines/start-list.js";
import { createRandom } from "../../src/shuffle.js";
import { targets } from "../../src/targets.js";

const small = { rounds: 1, changesARound: 3, random: createRandom(1) };

afterEach(() => {
  vi.unstubAllEnvs();
});

describe.each([
  { engine: "PostgreSQL", measure: measurePostgres, address: "DATABASE_URL" },
  { engine: "Redis", measure: measureRedis, address: "REDIS_URL" },
])("on $engine", ({ engine, measure, address }) => {
  it("measures what its targets are about", async ({ skip }) => {
    const { table, values } = await measure(small);
    if (table.startsWith(`${engine} is skipped`)) skip(table);
    const wanted = targets.filter(({ value }) => value.startsWith(`engines: ${engine}`));
    expect(wanted).toHaveLength(4);
    for (const { value } of wanted) expect(values[value]).toBeGreaterThan(0);
  });

  it("says in one line that it is skipped where none answers, and not at which address", async () => {
    vi.stubEnv(address, "any://me:canary@127.0.0.1:1/nothing");
    const { table, values } = await measure(small);
    expect(table).toMatch(
      new RegExp(`^${engine} is skipped: it cannot be used \\(.*${address}\\.$`),
    );
    expect(table).not.toContain("canary");
    expect(values).toEqual({});
  });
});

describe("reconcile", () => {
  it("is measured against paging, without an engine too", async () => {
    vi.stubEnv("DATABASE_URL", "postgres://127.0.0.1:1/nothing");
    vi.stubEnv("REDIS_URL", "redis://127.0.0.1:1");
    const { table, values } = await measureReconcile({
      rounds: 1,
      transactions: 400,
      transactionsADay: 10,
      random: createRandom(1),
    });
    expect(values["engines: reconcile, time / paging"]).toBeGreaterThan(0);
    expect(values["engines: reconcile, peak memory / at a tenth of the list"]).toBeGreaterThan(0.5);
    expect(table).toContain("PostgreSQL is skipped");
    expect(table).toContain("Redis is skipped");
  });

  it("fails when the list is not as long as it must be", async () => {
    const list = await startList(35, 10);
    try {
      await expect(list.walk("iterate")).rejects.toThrow("35 transactions were to be listed, 30");
    } finally {
      list.stop();
    }
  });
});
