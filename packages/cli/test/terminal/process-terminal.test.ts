import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const program = fileURLToPath(new URL("../../bin/numipay.js", import.meta.url));
const isLinux = process.platform === "linux";

/** Runs a command line in a real pseudoterminal of this width, which `script` opens. */
async function runInTerminal(columns: number, args: string, env = {}): Promise<string> {
  const line = `stty cols ${columns}; '${process.execPath}' '${program}' ${args}; true`;
  const { stdout } = await promisify(execFile)("script", ["-qec", line, "/dev/null"], {
    env: { PATH: process.env["PATH"], TERM: "xterm-256color", ...env },
    timeout: 20_000,
  });
  return stdout.replaceAll("\r\n", "\n");
}

describe("createProcessTerminal", () => {
  const title = isLinux ? "" : " (skipped: no script of Linux)";

  it.skipIf(!isLinux)(`knows the width and the colors of a terminal${title}`, async () => {
    expect(await runInTerminal(50, "trigger --to x deposit.successful")).toBe(
      "\u001B[31mError:\u001B[39m --to 'x' is not valid. Use an absolute URL\n" +
        "that starts with http:// or https://.\nRun numipay trigger --help to see its usage.\n",
    );
  });

  it.skipIf(!isLinux)(`prints no colors with NO_COLOR or --no-color${title}`, async () => {
    const plain =
      "Error: Unknown command 'sgin'. Did you mean sign?\nRun numipay --help to see its usage.\n";
    expect(await runInTerminal(80, "sgin", { NO_COLOR: "1" })).toBe(plain);
    expect(await runInTerminal(80, "--no-color sgin")).toBe(plain);
  });
});
