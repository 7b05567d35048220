import { describe, expect, it } from "vitest";
import { checkEnded } from "../../src/cli/check-ended.js";

const ended = { out: "done\n", err: "", exitCode: 0, isHanging: false, isInterrupted: false };

describe("checkEnded", () => {
  it("accepts every documented end", () => {
    for (const exitCode of [0, 1, 2, 3]) expect(checkEnded({ ...ended, exitCode })).toBeUndefined();
    expect(checkEnded({ ...ended, exitCode: 130, isInterrupted: true })).toBeUndefined();
  });

  it.each([
    ["does not end", { isHanging: true }],
    ["ends with 70", { exitCode: 70 }],
    ["ends with 13", { exitCode: 13 }],
    ["ends with 130", { exitCode: 130 }],
    ["ends with SIGSEGV", { exitCode: "SIGSEGV" }],
    ["a stack trace", { err: "Error\n    at run (file:///a.js:1:2)\n" }],
    ["on standard output", { out: "\u001b[31m" }],
    ["on standard errors", { err: "a\rb" }],
  ])("finds: %s", (problem, changes) => {
    expect(checkEnded({ ...ended, ...changes })).toContain(problem);
  });
});
