import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAmount, toAmount } from "../../src/protocol/amount.js";

describe("toAmount", () => {
  it.each([
    ["200.00", "200.00"],
    ["0.1", "0.1"],
    ["1", "1"],
    ["0.00000001", "0.00000001"],
    [200, "200.00"],
    [19.99, "19.99"],
    [0.5, "0.50"],
    [1.005, "1.005"],
  ])("returns for %j the string %j", (given, wire) => {
    expect(toAmount(given)).toBe(wire);
  });

  it.each([
    [1290, "JPY", "1290"],
    [1290.5, "JPY", "1290.5"],
    [1.5, "KWD", "1.500"],
    [1.2345, "KWD", "1.2345"],
    [7, "clf", "7.0000"],
    [7, "XYZ", "7.00"],
    [7, undefined, "7.00"],
    ["7", "KWD", "7"],
    ["7.00", "JPY", "7.00"],
  ])("returns for %j %s the string %j", (given, currency, wire) => {
    expect(toAmount(given, currency)).toBe(wire);
  });

  it.each([
    [0.1 + 0.2],
    [1e21],
    [1e-7],
    [NaN],
    [Infinity],
    [-1],
    [0],
    ["0.00"],
    ["-1.00"],
    ["1e3"],
    ["1,000.00"],
    ["01.00"],
    [" 1.00"],
    ["1."],
    [".5"],
    [""],
    ["1".repeat(41)],
    [null],
    [undefined],
    [100n],
    [{ toString: () => "1.00" }],
  ])("rejects %s", (wrong) => {
    expect(() => toAmount(wrong)).toThrow(/^amount must /);
  });

  it("keeps a number's exact value or rejects it", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1e15, noNaN: true }), (value) => {
        let wire: string;
        try {
          wire = toAmount(value);
        } catch {
          return;
        }
        expect(Number(wire)).toBe(value);
        expect(isAmount(wire)).toBe(true);
      }),
    );
  });

  it("keeps every whole number of cents", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000_000 }), (cents) => {
        const text = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
        expect(toAmount(cents / 100)).toBe(text);
      }),
    );
  });
});
