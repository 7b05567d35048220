import { createPrinter } from "sample-tests/demo";
import { findFirstUrl, findLongLines } from "sample-tests/output";
import { runProgram } from "sample-tests/program";
import { describe, expect, it } from "vitest";
import { printNextSteps, runDemo } from "../demo/run-demo.js";
import { openWorld } from "./world.js";

const program = new URL("../dist/demo/main.js", import.meta.url);

describe("the demo", () => {
  it("passes and exits with --once", async () => {
    const { code, output } = await runProgram(program, ["--once"]);
    expect(output.match(/^ {2}ok /gm)).toHaveLength(8);
    expect(output).not.toContain("FAILED");
    expect(findFirstUrl(output)).toMatch(/\/portal$/);
    expect(findLongLines(output)).toEqual([]);
    expect(code).toBe(0);
  }, 30_000);

  it("prints next steps, the portal first", async () => {
    const lines: string[] = [];
    const print = createPrinter({ write: (line) => lines.push(line), useColors: false });
    const world = await openWorld();
    printNextSteps(world, print);
    expect(findFirstUrl(lines.join("\n"))).toBe(world.portalUrl);
    expect(findLongLines(lines.join("\n"))).toEqual([]);
  });

  it("fails if no webhook arrives", async () => {
    const world = await openWorld();
    world.sandbox.setWebhookUrl(undefined);
    const lines: string[] = [];
    const print = createPrinter({ write: (line) => lines.push(line), useColors: false });
    expect(await runDemo(world, print)).toBe(1);
    expect(lines.find((line) => line.includes("Bank payment"))).toContain("FAILED");
    expect(lines.at(-1)).toContain("FAILED");
  });

  it("rejects an invalid port", async () => {
    const { code, output } = await runProgram(program, ["--port", "tea"]);
    expect(output).toMatch(/^--port .* must be a number/);
    expect(code).toBe(1);
  });
});
