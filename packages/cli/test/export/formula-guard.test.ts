import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  guardFormula,
  isUnguardedFormula,
  unguardFormula,
} from "../../src/export/formula-guard.js";

const signs = [
  "'",
  "=",
  "+",
  "-",
  "@",
  "\t",
  "\r",
  "\n",
  "＝",
  "＋",
  "－",
  "＠",
  " ",
  "a",
  "0",
  ";",
  ",",
  "|",
  '"',
];
const cell = fc.string({ unit: fc.constantFrom(...signs), maxLength: 6 });

describe("guardFormula", () => {
  it("can be reversed for every cell", () => {
    fc.assert(
      fc.property(cell, (text) => {
        expect(unguardFormula(guardFormula(text))).toBe(text);
        expect(isUnguardedFormula(guardFormula(text))).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ["=1+1", "'=1+1"],
    ["'=1+1", "''=1+1"],
    ["＝1", "'＝1"],
    ["'quoted", "'quoted"],
    [" =1", " =1"],
    ["x;=1+1", "x;'=1+1"],
    ["x,＝1|@a\t+1", "x,'＝1|'@a\t'+1"],
    ["x\n-1", "x\n'-1"],
    ['x;"=1+1', "x;'\"=1+1"],
    ["x;'=1", "x;''=1"],
    ["-5.00", "-5.00"],
    ["-5+1", "'-5+1"],
    ["a=b;c-d", "a=b;c-d"],
    ["0001", "0001"],
  ])("guards %j as %j", (text, guarded) => {
    expect(guardFormula(text)).toBe(guarded);
  });
});
