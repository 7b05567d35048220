import { describe, expect, it } from "vitest";
import { fuzzSandbox } from "../../dist/sandbox/fuzz-sandbox.js";

describe("fuzzSandbox", () => {
  it("finds no problems", { timeout: 60_000 }, async () => {
    const { runs, covered, problems } = await fuzzSandbox({ seed: "ci", runs: 130 });
    expect(problems).toEqual([]);
    expect(runs).toBe(130);
    expect(runs).toBeGreaterThan(covered);
  });
});
