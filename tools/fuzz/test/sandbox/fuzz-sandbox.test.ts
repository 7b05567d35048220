import { expect, it } from "vitest";
import { fuzzSandbox } from "../../src/sandbox/fuzz-sandbox.js";

it("finds nothing in the sandbox", { timeout: 60_000 }, async () => {
  const { runs, routes, problems } = await fuzzSandbox({ seed: "ci", runs: 130 });
  expect(problems).toEqual([]);
  expect(runs).toBe(130);
  // Each route at least once.
  expect(runs).toBeGreaterThan(routes);
});
