import { createPrinter } from "sample-tests/demo";
import { findFirstUrl, findLongLines } from "sample-tests/output";
import { runProgram, startProgram } from "sample-tests/program";
import { describe, expect, it } from "vitest";
import { printNextSteps, runDemo } from "../demo/run-demo.js";
import { openWorld } from "./world.js";

const demo = new URL("../dist/demo/main.js", import.meta.url);
const main = new URL("../dist/src/main.js", import.meta.url);

describe("the demo", () => {
  it("passes every scenario with --once", { timeout: 30_000 }, async () => {
    const { code, output } = await runProgram(demo, ["--once"]);
    expect(output.match(/^ {2}ok /gm)).toHaveLength(7);
    expect(output).not.toContain("FAILED");
    expect(findFirstUrl(output)).toMatch(/\/portal$/);
    expect(findLongLines(output)).toEqual([]);
    expect(code).toBe(0);
  });

  it("prints next steps, the portal first", async () => {
    const lines: string[] = [];
    const print = createPrinter({ write: (line) => lines.push(line), useColors: false });
    const world = await openWorld();
    printNextSteps(world, print);
    expect(findFirstUrl(lines.join("\n"))).toBe(world.portalUrl);
    expect(findLongLines(lines.join("\n"))).toEqual([]);
  });

  it("fails when no webhooks reach the relay", async () => {
    const world = await openWorld();
    world.sandbox.setWebhookUrl(undefined);
    const lines: string[] = [];
    const print = createPrinter({ write: (line) => lines.push(line), useColors: false });
    expect(await runDemo(world, print)).toBe(1);
    expect(lines.find((line) => line.includes("Coins paid"))).toContain("FAILED");
  });
});

const validEnv = {
  NUMIPAY_SIGNATURE_PASSWORD: "a password of more than twenty characters",
  RELAY_SECRET: "a secret of more than thirty-two characters",
  RELAY_ROUTES: "*=https://audit.internal/events",
  PORT: "0",
};

describe("the relay on Node", () => {
  it("rejects a pattern that can never match", async () => {
    const env = { ...validEnv, RELAY_ROUTES: "deposit.paid=https://wallets.internal/events" };
    const { code, output } = await runProgram(main, [], env);
    expect(output).toContain('"deposit.paid" can never match');
    expect(code).toBe(1);
  });

  it("lists all missing settings", async () => {
    const { code, output } = await runProgram(main, [], {});
    expect(output).toMatch(/NUMIPAY_SIGNATURE_PASSWORD.*\nRELAY_SECRET.*\nRELAY_ROUTES/);
    expect(output).not.toMatch(/^ +at /m);
    expect(code).toBe(1);
  });

  it.each([
    [{ INBOX: "mongo" }, /INBOX must be/],
    [{ INBOX: "postgres" }, /DATABASE_URL is missing/],
    [
      { INBOX: "redis", REDIS_URL: "redis://127.0.0.1:1" },
      /connect to Redis at REDIS_URL: .*ECONNREFUSED/,
    ],
  ])("does not start with the inbox %j", async (inbox, message) => {
    const { code, output } = await runProgram(main, [], { ...validEnv, ...inbox });
    expect(output).toMatch(message);
    expect(code).toBe(1);
  });

  it("starts, and exits with 0 on SIGINT", async () => {
    const { url, output, stop } = await startProgram(main, { env: validEnv, readyText: "Ctrl-C" });
    expect(findFirstUrl(output())).toBe(url);
    expect(findLongLines(output())).toEqual([]);
    const response = await fetch(`${url}/webhooks/numipay`, { method: "POST", body: "{}" });
    expect(response.status).toBe(401);
    expect(await stop("SIGINT")).toBe(0);
  });
});
