import { runProgram } from "sample-tests/program";
import { describe, expect, it } from "vitest";
import { runDemo } from "../dist/demo/run-demo.js";
import { openWorld } from "./world.js";

const demo = new URL("../dist/demo/main.js", import.meta.url);

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
