import { expect, test } from "vitest";
import { findRedisRisks } from "../src/find-redis-risks.js";

const info = (fields: Record<string, string>): string =>
  `# Memory\r\n${Object.entries(fields)
    .map(([name, value]) => `${name}:${value}\r\n`)
    .join("")}`;

test("a Redis that neither evicts nor forgets has no risks", () => {
  expect(findRedisRisks(info({ maxmemory_policy: "noeviction", aof_enabled: "1" }))).toEqual([]);
});

test("eviction and a missing append-only file are risks, and each says what to set", () => {
  const risks = findRedisRisks(info({ maxmemory_policy: "allkeys-lru", aof_enabled: "0" }));
  expect(risks).toEqual([
    expect.stringMatching(/maxmemory-policy is allkeys-lru\). Set it to noeviction\.$/),
    expect.stringMatching(/Set appendonly yes\.$/),
  ]);
});

test("a Redis that tells nothing of itself has no risks that could be seen", () => {
  expect(findRedisRisks("")).toEqual([]);
});
