import { describe, expect, it } from "vitest";
import { toFailure } from "../../src/program/to-failure.js";
import { createProcessTerminal } from "../../src/terminal/process-terminal.js";

const terminal = { ...createProcessTerminal(), env: {} };
const names = { words: [], of: () => undefined };

function systemError(fields: object): Error {
  return Object.assign(new Error("system error"), fields);
}

describe("toFailure", () => {
  it.each([
    [
      { code: "ENOENT", syscall: "open", path: "--chaos x.json" },
      "Cannot access --chaos x.json: no such file or directory.",
    ],
    [
      { code: "ECONNREFUSED", syscall: "connect", address: "127.0.0.1", port: 5432 },
      "Cannot connect to 127.0.0.1:5432: ECONNREFUSED.",
    ],
    [{ code: "EMFILE", syscall: "spawn" }, "The system call spawn failed: EMFILE."],
  ])("describes the system error %j", (fields, message) => {
    expect(toFailure(systemError(fields), terminal, names)).toMatchObject({ exitCode: 2, message });
  });

  it("hides the stack trace of a bug", () => {
    const { exitCode, message } = toFailure(new TypeError("x is undefined"), terminal, names);
    expect(exitCode).toBe(70);
    expect(message).toMatch(/^x is undefined\nThis is a bug.*NUMIPAY_DEBUG=1/);
  });
});
