import { describe, expect, it } from "vitest";
import { fuzzCli } from "../../src/cli/fuzz-cli.js";

describe("fuzzCli", () => {
  it("finds no problems", { timeout: 120_000 }, async () => {
    const { runs, covered, problems } = await fuzzCli({ seed: "ci", runs: 72 });
    expect(problems).toEqual([]);
    expect(runs).toBeGreaterThan(covered);
  });
});
