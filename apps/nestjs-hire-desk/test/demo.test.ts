import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { runDemo } from "../dist/demo/run-demo.js";
import { openWorld } from "./world.js";

const demo = fileURLToPath(new URL("../dist/demo/main.js", import.meta.url));

interface ProgramResult {
  code: unknown;
  output: string;
}

function runProgram(program: string, args: readonly string[]): Promise<ProgramResult> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, output: stdout + stderr });
    });
  });
}

describe("the demo", () => {
  it("passes every scenario with --once", { timeout: 30_000 }, async () => {
    const { code, output } = await runProgram(demo, ["--once"]);
    expect(output).not.toContain("FAILED");
    expect(output.match(/^ {2}ok /gm)).toHaveLength(7);
    expect(output).toMatch(/^ {2}card payments +84100 +84100 {2}equal$/m);
    expect(code).toBe(0);
  });

  it("fails when no webhooks arrive", async () => {
    const world = await openWorld();
    world.deposits.setWebhookUrl(undefined);
    const lines: string[] = [];
    expect(await runDemo(world, (line) => lines.push(line))).toBe(1);
    expect(lines.find((line) => line.includes("Card, paid"))).toContain("FAILED");
  });
});
