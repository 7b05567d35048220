import { describe, expect, it } from "vitest";
import { parseOptions } from "../../src/command/read-options.js";

describe("parseOptions", () => {
  it("plays everything by default", () => {
    const { quick, targets, attacks, rounds } = parseOptions([]);
    expect([quick, targets.length, attacks.length, rounds]).toEqual([false, 6, 13, 3]);
  });

  it("selects targets and an attack", () => {
    const { targets, attacks } = parseOptions(["--only", "koa,web", "--attack", "slashes"]);
    expect(targets.map(({ name }) => name)).toEqual(["koa", "web"]);
    expect(attacks.map(({ name }) => name)).toEqual(["slashes"]);
  });

  it("plays a named attack in a quick run too", () => {
    const args = ["--quick", "--attack", "one-byte chunks to a parser"];
    expect(parseOptions(args).attacks).toHaveLength(1);
  });

  it.each([
    [["--only", "hapi"], "--only must be a list of express, koa"],
    [["--attack", "nothing"], "--attack must be one of slashes"],
    [["--rounds", "0"], "--rounds must be a whole number above 0."],
    [["--seed", "x"], "--seed must be a whole number above 0."],
  ])("rejects %j", (args, message) => {
    expect(() => parseOptions(args)).toThrow(message);
  });
});
