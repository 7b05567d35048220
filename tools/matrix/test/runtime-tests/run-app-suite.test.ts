import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { runAppSuite } from "../../src/runtime-tests/run-app-suite.js";

/** Runs the suite on a program that prints these lines. */
function run(...lines: object[]) {
  const folder = mkdtempSync(join(tmpdir(), "numipay-app-suite-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const output = lines.map((line) => `console.log(${JSON.stringify(JSON.stringify(line))});`);
  writeFileSync(join(folder, "main.mjs"), [...output, "setInterval(() => {}, 60_000);"].join("\n"));
  return runAppSuite(
    { name: "An app", folder: "app", runtime: "node", suiteExceptions: {} },
    { folder, path: process.execPath, runtime: `Node ${process.version}` },
  );
}

describe("runAppSuite", () => {
  it("rejects an app that serves no suite", async () => {
    await expect(run({ setup: "Express", webhooks: {} }, { ready: true })).rejects.toThrow(
      "No setup of An app serves the suite.",
    );
  });

  it("rejects a setup that does not start", async () => {
    await expect(run({ setup: "Express", error: "no port" }, { ready: true })).rejects.toThrow(
      "Express did not start: no port",
    );
  });

  it("fails every case of a server that does not respond", async () => {
    const setup = { setup: "Express", webhooks: {}, suite: "http://127.0.0.1:9/suite" };
    const [result] = await run(setup, { ready: true });
    expect(result?.passed).toBe(0);
    expect(result?.failed.length).toBeGreaterThan(60);
  });
});
