// @ts-check
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { runDemo } from "../demo/run-demo.js";
import { openWorld } from "./world.js";

test("the demo run with --once ends with 0, every line ok and the books equal", async () => {
  const main = fileURLToPath(new URL("../demo/main.js", import.meta.url));
  const { code, output } = await new Promise((settle) => {
    execFile(process.execPath, [main, "--once"], (error, stdout, stderr) => {
      settle({ code: error === null ? 0 : error.code, output: stdout + stderr });
    });
  });
  expect(output).not.toContain("FAILED");
  expect(output.match(/^ {2}ok /gm)).toHaveLength(7);
  expect(output).toMatch(/^ {2}taken by card +84100 +84100 {2}equal$/m);
  expect(code).toBe(0);
}, 30_000);

test("the demo fails over a desk that never hears of anything, and says which scene", async () => {
  const world = await openWorld();
  world.deposits.setWebhookUrl(undefined);
  const lines: string[] = [];
  expect(await runDemo(world, (line) => lines.push(line))).toBe(1);
  expect(lines.find((line) => line.includes("Card, paid"))).toContain("FAILED");
});
