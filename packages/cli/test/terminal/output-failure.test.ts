import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { openGateway } from "../gateway-fixture.js";
import { temporaryFolder } from "../temporary-folder.js";

const program = fileURLToPath(new URL("../../bin/numipay.js", import.meta.url));

interface Run {
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  /** The stream that is written to a full disk. Defaults to `stdout`. */
  readonly full?: "stdout" | "stderr";
}

/** Runs a command with one of its outputs on a full disk. */
async function runOnFullDisk(args: readonly string[], { env = {}, cwd, full = "stdout" }: Run) {
  const device = openSync("/dev/full", "w");
  const isStdout = full === "stdout";
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env["PATH"], COLUMNS: "10000", ...env },
    cwd,
    stdio: ["ignore", isStdout ? device : "pipe", isStdout ? "pipe" : device],
  });
  closeSync(device);
  const output = child.stderr ?? child.stdout;
  const ended = new Promise((resolve) => child.on("close", resolve));
  const other = output === null ? "" : await text(output);
  return { exitCode: await ended, other };
}

const message =
  "Error: Cannot write to standard output: no space left on the device. The output is incomplete.\n";
const days = ["--from", "2026-01-01", "--to", "2026-01-01"];

// Linux has a device that is always full.
describe.skipIf(!existsSync("/dev/full"))("standard output on a full disk", () => {
  it.each([
    ["help", ["--help"]],
    ["the version", ["--version"]],
    ["a completion script", ["completion", "zsh"]],
    ["an export", ["transactions", "export", ...days]],
    ["a list", ["transactions", "list", ...days, "--json"]],
    ["a comparison", ["ledger", "diff", "ledger.csv", ...days]],
    ["a comparison in JSON", ["ledger", "diff", "ledger.csv", ...days, "--json"]],
    ["a sandbox", ["sandbox", "--port", "0"]],
  ])("ends %s with a message", async (_name, args) => {
    const { sandbox, env } = await openGateway({ startAt: "2026-01-01T12:00:00Z" });
    const body = { tracking_id: "o-1", user_id: "u", currency: "EUR", amount: "1.00" };
    await sandbox.fetch("/payments/hosted", {
      method: "POST",
      headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
      body: JSON.stringify({ request: body }),
    });
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "ledger.csv"), "tracking_id,amount,currency\n");
    expect(await runOnFullDisk(args, { env, cwd })).toEqual({ exitCode: 2, other: message });
  });

  it.each([[], ["--json"]])("never looks like a call that was not made (%j)", async (...json) => {
    const { sandbox, env } = await openGateway();
    const fields = ["--tracking-id", "o-1", "--user-id", "u", "--currency", "EUR"];
    const args = ["payments", "hosted", ...fields, "--amount", "1.00", ...json];
    const { exitCode, other } = await runOnFullDisk(args, { env });
    expect(sandbox.transactions()).toHaveLength(1);
    expect(exitCode).toBe(3);
    expect(other).toContain("The gateway accepted the request, but its response is lost.");
    expect(other).toContain("Do not send the request again");
  });
});

describe.skipIf(!existsSync("/dev/full"))("standard error on a full disk", () => {
  it("does not stop the command", async () => {
    const { env } = await openGateway();
    const run = { env, full: "stderr" } as const;
    const { exitCode, other } = await runOnFullDisk(["transactions", "export", ...days], run);
    expect(exitCode).toBe(0);
    expect(other).toMatch(/^transaction_id,/);
  });
});
