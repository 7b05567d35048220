import { createRandom } from "measure";
import { afterEach, describe, expect, it, vi } from "vitest";
import { measureCalls } from "../../dist/outgoing/measure-calls.js";
import { measureEnqueue } from "../../dist/outgoing/measure-enqueue.js";
import { measureWorker } from "../../dist/outgoing/measure-worker.js";
import { openJournals } from "../../dist/outgoing/open-journals.js";
import { targets } from "../../src/targets.js";

const small = { rounds: 1, callsPerRound: 3, payoutsPerRound: 3, random: createRandom(1) };
/** Where nothing listens. */
const addresses = {
  DATABASE_URL: "postgres://me:canary@127.0.0.1:1/nothing",
  MYSQL_URL: "mysql://me:canary@127.0.0.1:1",
  REDIS_URL: "redis://me:canary@127.0.0.1:1",
};

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("measureCalls", () => {
  it("measures each journal", { timeout: 30_000 }, async ({ skip }) => {
    const { table, values } = await measureCalls(small);
    if (table.includes(" is skipped: ")) skip(table);
    for (const journal of Object.keys(openJournals)) {
      for (const concurrency of [1, 8]) {
        const name = `outgoing: call, ${journal}, ${concurrency} at a time / bare`;
        expect(values[name]).toBeGreaterThan(0);
      }
    }
  });

  it("reports unavailable servers without their addresses", { timeout: 30_000 }, async () => {
    for (const [name, address] of Object.entries(addresses)) vi.stubEnv(name, address);
    const { table, values } = await measureCalls(small);
    expect(table).toMatch(/Redis is skipped: .*REDIS_URL/);
    expect(table).toMatch(/PostgreSQL is skipped: .*DATABASE_URL/);
    expect(table).toMatch(/MariaDB is skipped: .*MYSQL_URL/);
    expect(table).not.toContain("canary");
    expect(Object.keys(values).filter((name) => /redis|pg|mysql/.test(name))).toEqual([]);
    expect(values["outgoing: call, memoryJournal, 1 at a time / bare"]).toBeGreaterThan(0);
  });
});

describe("measureEnqueue", () => {
  it("measures every value that has a target", { timeout: 30_000 }, async ({ skip }) => {
    const { table, values } = await measureEnqueue(small);
    if (table.startsWith("PostgreSQL is skipped")) skip(table);
    const wanted = targets.filter(({ value }) => value.startsWith("outgoing: enqueue"));
    expect(wanted.length).toBeGreaterThan(0);
    for (const { value } of wanted) expect(values[value]).toBeGreaterThan(0);
  });

  it("counts the round trips of both sides", { timeout: 30_000 }, async ({ skip }) => {
    const { table } = await measureEnqueue(small);
    if (table.startsWith("PostgreSQL is skipped")) skip(table);
    // BEGIN, the debit, the insert, COMMIT.
    for (const library of ["pg", "TypeORM", "Prisma"]) {
      expect(table).toMatch(new RegExp(`transaction, ${library}, 1 at a time .* 4 \\|.* 4 \\|`));
    }
  });
});

describe("measureWorker", () => {
  it("measures the worker at each concurrency", { timeout: 60_000 }, async ({ skip }) => {
    const { table, values } = await measureWorker(small);
    if (table.startsWith("PostgreSQL is skipped")) skip(table);
    expect(Object.keys(values)).toEqual([
      "outgoing: worker, 1 at a time / bare calls",
      "outgoing: worker, 8 at a time / bare calls",
    ]);
    for (const value of Object.values(values)) expect(value).toBeGreaterThan(0);
  });
});
