import { describe, expect, it } from "vitest";
import { parseOptions } from "../src/read-options.js";

describe("parseOptions", () => {
  it("runs everything with seed 1 by default", () => {
    expect(parseOptions([])).toEqual({
      only: undefined,
      rounds: undefined,
      transactions: undefined,
      seed: 1,
      check: false,
    });
  });

  it("reads every option", () => {
    const args = ["--only", "size", "--rounds", "3", "--transactions", "20000", "--check"];
    expect(parseOptions(args)).toMatchObject({
      only: "size",
      rounds: 3,
      transactions: 20_000,
      check: true,
    });
  });

  it.each([
    [["--only", "nothing"], "--only must be one of verify, adapters"],
    [["--rounds", "0"], "--rounds must be a whole number above 0."],
    [["--transactions", "1500"], "--transactions must be a multiple of 10000 above 0."],
    [["--seed", "x"], "--seed must be a whole number above 0."],
  ])("rejects %j", (args, message) => {
    expect(() => parseOptions(args)).toThrow(message);
  });
});
