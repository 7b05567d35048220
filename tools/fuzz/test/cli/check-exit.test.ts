import { describe, expect, it } from "vitest";
import { checkExit } from "../../src/cli/check-exit.js";
import type { CommandResult } from "../../src/cli/command-result.js";

const result: CommandResult = {
  out: "done\n",
  err: "",
  exit: 0,
  timedOut: false,
  isInterrupted: false,
};

interface Case {
  problem: string;
  changes: Partial<CommandResult>;
}

const cases: Case[] = [
  { problem: "hangs", changes: { timedOut: true } },
  { problem: "unexpected exit 70", changes: { exit: 70 } },
  { problem: "unexpected exit 13", changes: { exit: 13 } },
  { problem: "unexpected exit 130", changes: { exit: 130 } },
  { problem: "unexpected exit SIGSEGV", changes: { exit: "SIGSEGV" } },
  { problem: "a stack trace", changes: { err: "Error\n    at run (file:///a.js:1:2)\n" } },
  { problem: "on standard output", changes: { out: "\u001b[31m" } },
  { problem: "on standard error", changes: { err: "a\rb" } },
];

describe("checkExit", () => {
  it("accepts every documented exit code", () => {
    for (const exit of [0, 1, 2, 3]) expect(checkExit({ ...result, exit })).toBeUndefined();
    expect(checkExit({ ...result, exit: 130, isInterrupted: true })).toBeUndefined();
  });

  it.each(cases)("reports: $problem", ({ problem, changes }) => {
    expect(checkExit({ ...result, ...changes })).toContain(problem);
  });
});
