import { expect, it } from "vitest";
import { fuzzCli } from "../../src/cli/fuzz-cli.js";

it("finds nothing in the command line", { timeout: 120_000 }, async () => {
  const { runs, commands, problems } = await fuzzCli({ seed: "ci", runs: 72 });
  expect(problems).toEqual([]);
  expect(runs).toBeGreaterThan(commands);
});
