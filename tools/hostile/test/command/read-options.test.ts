// @ts-check
import { describe, expect, it } from "vitest";
import { parseOptions } from "../../src/command/read-options.js";

describe("parseOptions", () => {
  it("plays everything by default", () => {
    const { quick, targets, attacks, rounds } = parseOptions([]);
    expect([quick, targets.length, attacks.length, rounds]).toEqual([false, 6, 13, 3]);
  });

  it("picks targets and an attack", () => {
    const { targets, attacks } = parseOptions(["--only", "koa,web", "--attack", "slashes"]);
    expect(targets.map(({ name }) => name)).toEqual(["koa", "web"]);
    expect(attacks.map(({ name }) => name)).toEqual(["slashes"]);
  });

  it("plays a named attack in a quick run too", () => {
    const args = ["--quick", "--attack", "one-byte chunks to a parser"];
    expect(parseOptions(args).attacks).toHaveLength(1);
  });

  it.each([
    [["--only", "hapi"], "--only takes names of express, koa"],
    [["--attack", "nothing"], "--attack takes one of slashes"],
    [["--rounds", "0"], "--rounds takes a whole number above 0."],
    [["--seed", "x"], "--seed takes a whole number above 0."],
  ])("refuses %j", (args, message) => {
    expect(() => parseOptions(args)).toThrow(message);
  });
});
