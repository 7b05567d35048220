import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { App } from "../../src/runtime-tests/apps.js";
import { playApp } from "../../src/runtime-tests/play-app.js";

const app: App = { name: "An app", folder: "app", runtime: "node" };

/** Plays a program that prints these lines. */
async function play(lines: object[], { knownExceptions = [] }: Pick<App, "knownExceptions"> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "numipay-play-app-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const output = lines.map((line) => `console.log(${JSON.stringify(JSON.stringify(line))});`);
  writeFileSync(join(folder, "main.mjs"), [...output, "setInterval(() => {}, 60_000);"].join("\n"));
  const options = { folder, path: process.execPath, runtime: `Node ${process.version}` };
  return playApp({ ...app, knownExceptions }, options);
}

const broken = { setup: "Express", error: "no port" };
const wordy = { setup: "Express", error: "Set NUMIPAY_SIGNATURE_PASSWORD." };
const ready = { ready: true };

describe("playApp", () => {
  it("fails a setup that does not start", async () => {
    const [result] = await play([broken, ready]);
    expect(result?.failed.map(({ name }) => name)).toEqual([
      "starts",
      "does not start without a password",
    ]);
  });

  it("counts a known exception that fails", async () => {
    const exception = { setup: "Express", name: "starts", reason: "it has no port" };
    const [result] = await play([wordy, ready], { knownExceptions: [exception] });
    expect(result).toMatchObject({
      passed: 1,
      failed: [],
      excepted: [{ name: "starts", reason: "it has no port" }],
    });
  });

  it("fails a known exception that passes", async () => {
    const name = "does not start without a password";
    const exception = { setup: "Express", name, reason: "it does" };
    const [result] = await play([wordy, ready], { knownExceptions: [exception] });
    expect(result?.failed.map(({ message }) => message)).toContainEqual(
      expect.stringContaining("passes. Remove it from the list."),
    );
  });

  it("applies a known exception only to its runtime", async () => {
    const exception = { setup: "Express", name: "starts", runtime: "Bun 1.3", reason: "it is old" };
    const [result] = await play([wordy, ready], { knownExceptions: [exception] });
    expect(result?.excepted).toEqual([]);
  });

  it("rejects a known exception without a case", async () => {
    const exception = { setup: "Express", name: "renamed", reason: "it was" };
    await expect(play([wordy, ready], { knownExceptions: [exception] })).rejects.toThrow(
      'There is no case "renamed" of "Express".',
    );
  });
});
