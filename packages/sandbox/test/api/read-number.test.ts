import { describe, expect, it } from "vitest";
import { readNumber } from "../../src/api/read-number.js";

const inBody = { isAmount: false, isText: false };
const amount = { isAmount: true, isText: false };
const inQuery = { isAmount: false, isText: true };

describe("a numeric field", () => {
  it.each([
    [200, amount, "200.00"],
    [0.1, amount, "0.10"],
    [12.345, amount, "12.345"],
    [9007199254740991, amount, "9007199254740991.00"],
    [7, inBody, "7"],
    [-1.5, inBody, "-1.5"],
    ["7", inQuery, "7"],
  ])("reads %j as text", (value, field, text) => {
    expect(readNumber(value, field)).toEqual({ text });
  });

  it.each([
    ["200.00", amount, /sent as a string/],
    [null, amount, /a number/],
    [0, amount, /above zero/],
    [-1, amount, /above zero/],
    [1e21, amount, /hold exactly/],
    [1e-7, amount, /hold exactly/],
    // JSON.parse has already rounded it to 12345678901234567000.
    [Number("12345678901234567890"), inBody, /hold exactly/],
    ["007", inQuery, /hold exactly/],
    ["seven", inQuery, /hold exactly/],
    [7, inQuery, /a number/],
  ])("rejects %j", (value, field, problem) => {
    expect(readNumber(value, field)).toEqual({ problem: expect.stringMatching(problem) });
  });
});
