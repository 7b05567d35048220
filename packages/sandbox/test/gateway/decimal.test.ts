import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareDecimals, isDecimal, toThousandths } from "../../src/gateway/decimal.js";

describe("decimals", () => {
  it.each([
    ["5", "5.00", 0],
    ["5.10", "5.1", 0],
    ["0.1", "0.10000000000000000001", -1],
    ["10", "9.99", 1],
    ["-5", "5", -1],
    ["90071992547409930.01", "90071992547409930.02", -1],
  ])("compares %s with %s", (one, other, order) => {
    expect(compareDecimals(one, other)).toBe(order);
    expect(compareDecimals(other, one)).toBe(order === 0 ? 0 : -order);
  });

  it("agree with whole cents", () => {
    const cents = fc.integer({ min: 0, max: 1_000_000 });
    const write = (value: number): string => (value / 100).toFixed(2);
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        expect(compareDecimals(write(a), write(b))).toBe(Math.sign(a - b));
        expect(toThousandths(write(a))).toBe(a * 10);
      }),
    );
  });

  it("convert to thousandths within the safe range", () => {
    expect(toThousandths("1.2345")).toBe(1234);
    expect(toThousandths("7")).toBe(7000);
    expect(toThousandths("9".repeat(30))).toBe(Number.MAX_SAFE_INTEGER);
  });

  it.each(["", "5,00", "1e3", ".5", "5.", " 5", "five"])("reject %j", (value) => {
    expect(isDecimal(value)).toBe(false);
    expect(() => compareDecimals(value, "5")).toThrow("must be a decimal number");
  });
});
