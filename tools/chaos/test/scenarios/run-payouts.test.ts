import { describe, expect, it } from "vitest";
import { payoutFamilies, type PayoutFamilyName } from "../../dist/scenarios/payout-families.js";
import { payoutControls, type PayoutMode, payoutModes } from "../../dist/scenarios/payout-modes.js";
import { runPayouts } from "../../dist/scenarios/run-payouts.js";
import { find } from "../find.js";

/** A few payouts in real processes. */
const run = (mode: PayoutMode, familyName: PayoutFamilyName, faults = 1) =>
  runPayouts({
    mode,
    family: payoutFamilies[familyName],
    seed: "test",
    faults,
    onProgress: () => undefined,
  });

const clean = { lost: 0, sentTwice: 0, refundedTwice: 0, problems: [], crashes: [] };
const missing = (mode: PayoutMode) => mode.missing?.() !== undefined;

const sqlite = find(payoutModes, "sqlite outbox");
describe.skipIf(missing(sqlite))("runPayouts on SQLite", { timeout: 120_000 }, () => {
  it("finds no fault in an outbox whose payers are killed", async () => {
    const result = await run(sqlite, "payer killed");
    expect(result).toMatchObject(clean);
    expect(result.faults).toBeGreaterThan(0);
  });
});

describe("runPayouts with a negative control", { timeout: 120_000 }, () => {
  it("detects payouts that are sent without a journal", async () => {
    const result = await run(find(payoutControls, "no journal"), "connection errors", 30);
    expect(result.sentTwice).toBeGreaterThan(0);
  });
});
