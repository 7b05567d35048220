import { describe, expect, it } from "vitest";
import { findPayoutProblems } from "../../src/command/find-payout-problems.js";
import { cleanPayouts } from "./payout-result.js";

const where = "postgres outbox, payer killed";
const control = {
  ...cleanPayouts,
  isControl: true,
  mode: { ...cleanPayouts.mode, shows: ["lost", "sentTwice"] as const },
};

describe("findPayoutProblems", () => {
  it("accepts payouts that stay undecided", () => {
    expect(findPayoutProblems(cleanPayouts)).toEqual([]);
  });

  it.each([
    [{ lost: 2 }, "lost 2."],
    [{ sentTwice: 2 }, "sent twice 2."],
    [{ refundedTwice: 2 }, "refunded twice 2."],
    [{ faults: 0 }, "no fault was injected."],
    [{ crashes: ["a crash"] }, "a crash"],
    [{ problems: ["1 payouts were debited twice"] }, "1 payouts were debited twice."],
  ])("reports %o", (found, problem) => {
    expect(findPayoutProblems({ ...cleanPayouts, ...found })).toEqual([`${where}: ${problem}`]);
  });

  it("reports undecided payouts where nothing was interrupted", () => {
    const familyName = "payers contend";
    expect(findPayoutProblems({ ...cleanPayouts, familyName })).toEqual([
      "postgres outbox, payers contend: undecided 9, although nothing was interrupted.",
    ]);
  });

  it("reports only what a second sending cannot explain in a mode that sends again", () => {
    const resending = { ...cleanPayouts, mode: { ...cleanPayouts.mode, mayLose: true } };
    expect(findPayoutProblems({ ...resending, sentTwice: 5 })).toEqual([]);
    expect(findPayoutProblems({ ...resending, lost: 1 })).toEqual([`${where}: lost 1.`]);
  });

  it("reports a control that was not detected", () => {
    expect(findPayoutProblems({ ...control, sentTwice: 1 })).toEqual([]);
    expect(findPayoutProblems(control)).toEqual([
      `${where}: the negative control was not detected. Expected lost or sentTwice above 0.`,
    ]);
  });
});
