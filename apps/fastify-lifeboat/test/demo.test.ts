import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPrinter } from "sample-tests/demo";
import { findFirstUrl, findLongLines } from "sample-tests/output";
import { runProgram, startProgram } from "sample-tests/program";
import { describe, expect, it, onTestFinished } from "vitest";
import { donate } from "../demo/people.js";
import { printNextSteps, runDemo } from "../demo/run-demo.js";
import { openWorld } from "./world.js";

const demo = new URL("../dist/demo/main.js", import.meta.url);
const main = new URL("../dist/src/main.js", import.meta.url);

describe("the demo", () => {
  it("passes every scenario with --once", { timeout: 60_000 }, async () => {
    const { code, output } = await runProgram(demo, ["--once"]);
    expect(output.match(/^ {2}ok /gm)).toHaveLength(9);
    expect(output).not.toContain("FAILED");
    expect(findFirstUrl(output)).toMatch(/\/portal$/);
    expect(findLongLines(output)).toEqual([]);
    expect(code).toBe(0);
  });

  it("prints next steps, the portal first", async () => {
    const lines: string[] = [];
    const print = createPrinter({ write: (line) => lines.push(line), useColors: false });
    const world = await openWorld();
    printNextSteps(world, (await donate(world)).body, print);
    expect(findFirstUrl(lines.join("\n"))).toBe(world.portalUrl);
    expect(findLongLines(lines.join("\n"))).toEqual([]);
  });

  it("fails when no webhooks arrive", async () => {
    const world = await openWorld();
    world.sandbox.setWebhookUrl(undefined);
    const lines: string[] = [];
    const print = createPrinter({ write: (line) => lines.push(line), useColors: false });
    expect(await runDemo(world, print)).toBe(1);
    expect(lines.find((line) => line.includes("Donation paid"))).toContain("FAILED");
  });
});

describe("an unknown address", () => {
  it.each([
    ["a page", "text/html,*/*;q=0.8", "<h1>Page not found</h1>"],
    ["JSON", "*/*", '{"error":"Not found."}'],
  ])("gets %s if the client accepts %s", async (_name, accept, expected) => {
    const { url } = await openWorld();
    const response = await fetch(`${url}/nowhere`, { headers: { accept } });
    expect(response.status).toBe(404);
    expect(await response.text()).toContain(expected);
  });
});

describe("the service", () => {
  it("lists all invalid settings", async () => {
    const { code, output } = await runProgram(main, [], { PORT: "tea", STALL_TILL_URL: "" });
    expect(output).toMatch(
      /NUMIPAY_API_KEY.*\nNUMIPAY_BASE_URL.*\nNUMIPAY_SIGNATURE_PASSWORD.*\nDATA_DIR.*\nSTALL_TILL_URL.*\nSTALL_SIGNATURE_PASSWORD.*\nPORT/,
    );
    expect(code).toBe(1);
  });

  it("starts, is healthy, and exits on SIGINT", { timeout: 30_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "lifeboat-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const env = {
      NUMIPAY_API_KEY: "key",
      NUMIPAY_BASE_URL: "http://127.0.0.1:9",
      NUMIPAY_SIGNATURE_PASSWORD: "a password of more than twenty characters",
      DATA_DIR: join(folder, "data"),
      PORT: "0",
    };
    const { url, output, stop } = await startProgram(main, { env, readyText: "Ctrl-C" });
    expect(findFirstUrl(output())).toBe("http://127.0.0.1:9/portal");
    expect(findLongLines(output())).toEqual([]);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect(await stop("SIGINT")).toBe(0);
  });
});
