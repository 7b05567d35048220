import { describe, expect, it } from "vitest";
import { summarizeInterruptions, summarizeVariants } from "../../src/command/summary.js";
import { variantsOf } from "../../src/receiver/handler-faults.js";
import { clean, control } from "./result.js";

describe("summarizeInterruptions", () => {
  const killed = { ...clean, familyName: "kill -9" } as const;

  it("shows the total and the fewest per step", () => {
    const results = [
      { ...killed, interruptions: { "before-claim": 5, "after-claim": 2 } },
      { ...killed, interruptions: { "before-claim": 3 } },
    ];
    expect(summarizeInterruptions(results)).toEqual([
      "kill -9, interruptions per step (fewest in a scenario): before-claim 8 (3), after-claim 2 (0)",
    ]);
  });

  it("ignores negative controls and other families", () => {
    const results = [
      { ...killed, interruptions: { "before-claim": 3 } },
      { ...control, familyName: "kill -9" as const, interruptions: { "before-claim": 9 } },
      { ...clean, interruptions: {} },
    ];
    expect(summarizeInterruptions(results)[0]).toMatch(/: before-claim 3 \(3\)$/);
  });
});

describe("summarizeVariants", () => {
  const mode = { ...clean.mode, settings: { engine: "leased" } } as const;
  const slow = { ...clean, mode, familyName: "slow handler" } as const;
  const before = "slow before the effect";
  const after = "slow after the effect";

  it("shows how often the rarest variant was injected", () => {
    const results = [
      { ...slow, variants: { [before]: 1200, [after]: 1100 } },
      { ...slow, variants: { [before]: 1300, [after]: 1400 } },
      { ...control, familyName: "slow handler" as const, variants: { [before]: 1 } },
    ];
    expect(summarizeVariants(results)).toEqual([
      "slow handler: 2 variants, fewest injections per scenario: 1,100",
    ]);
  });

  it("adds the variants of each database", () => {
    const families = ["postgres", "mysql", "mysql"] as const;
    const results = families.map((engine) => ({
      ...clean,
      familyName: "own transaction" as const,
      mode: { ...clean.mode, settings: { engine } },
      variants: {},
    }));
    const sizes = [...new Set(families)].map(
      (engine) => variantsOf(engine, "own transaction").length,
    );
    const size = sizes.reduce((sum, count) => sum + count, 0);
    expect(summarizeVariants(results)[0]).toMatch(new RegExp(`^own transaction: ${size} variants`));
  });

  it("counts a variant that was never injected", () => {
    const [summary] = summarizeVariants([{ ...slow, variants: { [before]: 3 } }]);
    expect(summary).toMatch(/per scenario: 0$/);
  });
});
