import { describe, expect, it } from "vitest";
import { compareChanges } from "../../src/oracle/compare-changes.js";

const pending = { key: "d:1:pending", transactionKey: "d:1", rank: 0, order: undefined } as const;
const final = { key: "d:1:successful", transactionKey: "d:1", rank: 1, order: undefined } as const;
const clean = { lost: 0, lostKeys: [], doubled: 0, regressed: 0, phantoms: 0 };

/** A change with the times at which it was first sent and first acknowledged. */
const sentAt = (change: typeof pending | typeof final, sent: number, acknowledged: number) => ({
  ...change,
  order: { sent, acknowledged },
});

describe("compareChanges", () => {
  it("accepts a ledger with every change in order", () => {
    const expected = [sentAt(pending, 1, 2), sentAt(final, 3, 4)];
    expect(compareChanges(expected, [pending, final])).toEqual(clean);
  });

  it("detects a missing final status, acknowledged or not", () => {
    const lost = { ...clean, lost: 1, lostKeys: [final.key] };
    expect(compareChanges([sentAt(final, 1, 2)], [])).toEqual(lost);
    expect(compareChanges([final], [])).toEqual(lost);
  });

  it("detects a missing pending acknowledged before the final status", () => {
    expect(compareChanges([sentAt(pending, 1, 2), sentAt(final, 3, 4)], [final])).toEqual({
      ...clean,
      lost: 1,
      lostKeys: [pending.key],
    });
  });

  it("accepts a missing pending that came later", () => {
    expect(compareChanges([sentAt(pending, 1, 4), sentAt(final, 2, 3)], [final])).toEqual(clean);
  });

  it("counts each duplicate", () => {
    expect(compareChanges([final], [final, final, final])).toEqual({ ...clean, doubled: 2 });
  });

  it("detects a pending after the final status", () => {
    const expected = [pending, final];
    expect(compareChanges(expected, [final, pending])).toEqual({ ...clean, regressed: 1 });
  });

  it("detects a change that never happened", () => {
    expect(compareChanges([], [final])).toEqual({ ...clean, phantoms: 1 });
  });
});
