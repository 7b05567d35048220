import { describe, expect, it } from "vitest";
import { judge } from "../../src/oracle/judge.js";

const pending = { key: "d:1:pending", transactionKey: "d:1", rank: 0 };
const final = { key: "d:1:successful", transactionKey: "d:1", rank: 1 };
const clean = { lost: 0, lostKeys: [], doubled: 0, regressed: 0, phantoms: 0 };

/** A change with the time of its first sending and of its first 2xx. */
const told = (change, sent, acknowledged) => ({ ...change, order: { sent, acknowledged } });

describe("judge", () => {
  it("finds nothing where each change stands in the ledger once, in order", () => {
    expect(judge([told(pending, 1, 2), told(final, 3, 4)], [pending, final])).toEqual(clean);
  });

  it("sees a final change that nobody booked, answered or not", () => {
    expect(judge([told(final, 1, 2)], [])).toEqual({ ...clean, lost: 1, lostKeys: [final.key] });
    expect(judge([final], [])).toEqual({ ...clean, lost: 1, lostKeys: [final.key] });
  });

  it("sees a pending that was acknowledged before any final one was sent, and never booked", () => {
    expect(judge([told(pending, 1, 2), told(final, 3, 4)], [final])).toEqual({
      ...clean,
      lost: 1,
      lostKeys: [pending.key],
    });
  });

  it("lets a pending go that came after the final one", () => {
    expect(judge([told(pending, 1, 4), told(final, 2, 3)], [final])).toEqual(clean);
  });

  it("counts each booking too many", () => {
    expect(judge([final], [final, final, final])).toEqual({ ...clean, doubled: 2 });
  });

  it("sees a pending that was booked after the final one", () => {
    expect(judge([pending, final], [final, pending])).toEqual({ ...clean, regressed: 1 });
  });

  it("sees what the gateway never said", () => {
    expect(judge([], [final])).toEqual({ ...clean, phantoms: 1 });
  });
});
