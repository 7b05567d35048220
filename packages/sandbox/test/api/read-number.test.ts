import { describe, expect, it } from "vitest";
import { readNumber } from "../../src/api/read-number.js";

const inBody = { isAmount: false, isText: false };
const amount = { isAmount: true, isText: false };
const inQuery = { isAmount: false, isText: true };

describe("a number of a request", () => {
  it.each([
    [200, amount, "200.00"],
    [0.1, amount, "0.10"],
    [12.345, amount, "12.345"],
    [9007199254740991, amount, "9007199254740991.00"],
    [7, inBody, "7"],
    [-1.5, inBody, "-1.5"],
    ["7", inQuery, "7"],
  ])("%j is read as text", (value, field, text) => {
    expect(readNumber(value, field)).toEqual({ text });
  });

  it.each([
    ["200.00", amount, /sent as a text/],
    [null, amount, /a number/],
    [0, amount, /above zero/],
    [-1, amount, /above zero/],
    [1e21, amount, /no more digits/],
    [1e-7, amount, /no more digits/],
    // JSON.parse has made it 12345678901234567000 already.
    [Number("12345678901234567890"), inBody, /no more digits/],
    ["007", inQuery, /no more digits/],
    ["seven", inQuery, /no more digits/],
    [7, inQuery, /a number/],
  ])("%j is refused", (value, field, problem) => {
    expect(readNumber(value, field)).toEqual({ problem: expect.stringMatching(problem) });
  });
});
