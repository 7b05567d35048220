import { expect, it } from "vitest";
import { summarizePayouts } from "../../src/command/payout-summary.js";
import { cleanPayouts } from "./payout-result.js";

it("summarizes interruptions per step and failed connections", () => {
  const killed = (counts: Record<string, number>) => ({ ...cleanPayouts, interruptions: counts });
  const lossy = {
    ...cleanPayouts,
    familyName: "connection errors" as const,
    variants: { "read EPIPE": 3, "502 of a proxy": 2 },
  };
  const control = { ...killed({ "before-claim": 1 }), isControl: true };
  expect(
    summarizePayouts([
      killed({ "before-claim": 4, "after-debit": 2 }),
      killed({ "before-claim": 3 }),
      lossy,
      control,
    ]),
  ).toEqual([
    "payer killed, interruptions per step (fewest in a scenario): before-claim 7 (3), after-debit 2 (2)",
    "connection errors: 2 variants, fewest injections per scenario: 2",
  ]);
});
