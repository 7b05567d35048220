import { createPrinter } from "sample-tests/demo";
import { findFirstUrl, findLongLines } from "sample-tests/output";
import { runProgram } from "sample-tests/program";
import { describe, expect, it } from "vitest";
import { printNextSteps, runDemo } from "../dist/demo/run-demo.js";
import { openWorld } from "./world.js";

const demo = new URL("../dist/demo/main.js", import.meta.url);

describe("the demo", () => {
  it("passes every scenario with --once", { timeout: 60_000 }, async () => {
    const { code, output } = await runProgram(demo, ["--once"]);
    expect(output).not.toContain("FAILED");
    expect(findFirstUrl(output)).toMatch(/\/portal$/);
    expect(findLongLines(output)).toEqual([]);
    expect(output.match(/^ {2}ok /gm)).toHaveLength(7);
    expect(output).toMatch(/^ {2}card payments +€841\.00 +€841\.00 {2}equal$/m);
    expect(code).toBe(0);
  });

  it("prints next steps, the portal first", async () => {
    const lines: string[] = [];
    const print = createPrinter({ write: (line) => lines.push(line), useColors: false });
    const world = await openWorld();
    printNextSteps(world, print);
    expect(findFirstUrl(lines.join("\n"))).toBe(world.portals.deposits);
    expect(findLongLines(lines.join("\n"))).toEqual([]);
  });

  it("fails when no webhooks arrive", async () => {
    const world = await openWorld();
    world.deposits.setWebhookUrl(undefined);
    const lines: string[] = [];
    const print = createPrinter({ write: (line) => lines.push(line), useColors: false });
    expect(await runDemo(world, print)).toBe(1);
    expect(lines.find((line) => line.includes("Card, paid"))).toContain("FAILED");
  });
});
