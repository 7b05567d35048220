import { describe, expect, it } from "vitest";
import { toLoadProblem } from "../../src/input/load-problem.js";

const withCode = (message: string, code: string) => Object.assign(new Error(message), { code });

describe("the problem of a module", () => {
  it.each([
    [withCode('Unknown file extension ".ts"', "ERR_UNKNOWN_FILE_EXTENSION"), "from 22.18 on"],
    [new SyntaxError("Unexpected token 'export'"), 'or add "type": "module"'],
    [new SyntaxError("Cannot use import statement outside a module"), "Name the file .mjs"],
    [withCode("Cannot find package 'pg'", "ERR_MODULE_NOT_FOUND"), "Install the package"],
  ])("has a fix: %s", (error, fix) => {
    expect(toLoadProblem(error, "webhook.ts")).toContain(`${error.message}. `);
    expect(toLoadProblem(error, "webhook.ts")).toContain(fix);
  });

  it("is the message of any other error", () => {
    expect(toLoadProblem("no database", "webhook.js")).toBe("no database");
  });
});
