import { describe, expect, it } from "vitest";
import { findRedisRisks } from "../src/find-redis-risks.js";

const info = (fields: Record<string, string>): string =>
  `# Memory\r\n${Object.entries(fields)
    .map(([name, value]) => `${name}:${value}\r\n`)
    .join("")}`;

describe("findRedisRisks", () => {
  it("finds none on a durable server", () => {
    expect(findRedisRisks(info({ maxmemory_policy: "noeviction", aof_enabled: "1" }))).toEqual([]);
  });

  it("reports eviction and a missing append-only file", () => {
    const risks = findRedisRisks(info({ maxmemory_policy: "allkeys-lru", aof_enabled: "0" }));
    expect(risks).toEqual([
      expect.stringMatching(/maxmemory-policy is allkeys-lru\. Set it to noeviction\.$/),
      expect.stringMatching(/Set appendonly yes\.$/),
    ]);
  });

  it("finds none on a server that hides its settings", () => {
    expect(findRedisRisks("")).toEqual([]);
  });
});
