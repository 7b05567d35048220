// @ts-check
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { compareBooks } from "../demo/compare-books.js";
import { createPrinter } from "../demo/print-lines.js";
import { runDemo } from "../demo/run-demo.js";
import { openWorld } from "./world.js";

const main = fileURLToPath(new URL("../demo/main.js", import.meta.url));

function runMain(args): Promise<{ code: unknown; output: string }> {
  return new Promise((settle) => {
    execFile(process.execPath, [main, ...args], (error, stdout, stderr) => {
      settle({ code: error === null ? 0 : error.code, output: stdout + stderr });
    });
  });
}

/** The demo's lines and exit code, where the shop's ledger was meddled with before the books are held together. */
async function runSpoiled(spoil) {
  const world = await openWorld();
  const listEntries = async () => spoil(await world.books.listEntries());
  const books = { ...world.books, listEntries };
  const lines = [];
  const code = await runDemo(
    { ...world, books },
    createPrinter((line) => lines.push(line), false),
  );
  return { code, text: lines.join("\n") };
}

describe("the demo", () => {
  test("run with --once ends with 0, every line ok and the books equal, without colour", async () => {
    const { code, output } = await runMain(["--once"]);
    expect(output).not.toContain("FAILED");
    expect(output.match(/^ {2}ok /gm)).toHaveLength(10);
    expect(output).toMatch(/^ {2}total +12160 +12160 {2}equal$/m);
    expect(output).not.toContain("\u001b");
    expect(code).toBe(0);
  }, 30_000);

  test("leaves books that are whole alone", async () => {
    expect(await runSpoiled((entries) => entries)).toMatchObject({ code: 0 });
  });

  test.each([
    ["doubled", (entries) => [...entries, entries[0]]],
    ["removed", (entries) => entries.slice(1)],
    ["a cent off", ([first, ...rest]) => [{ ...first, cents: first.cents + 1 }, ...rest]],
    ["in another currency", ([first, ...rest]) => [{ ...first, currency: "SEK" }, ...rest]],
    ["of no transaction", ([first, ...rest]) => [{ ...first, transactionId: "x" }, ...rest]],
  ])("fails over one entry that is %s", async (_name, spoil) => {
    const { code, text } = await runSpoiled(spoil);
    expect(text).toContain("NOT EQUAL");
    expect(code).toBe(1);
  });

  test("fails over one scene that is not as it must be, and says which", async () => {
    const world = await openWorld();
    const lines = [];
    // A shop that never hears of anything.
    world.sandbox.setWebhookUrl(undefined);
    const code = await runDemo(
      world,
      createPrinter((line) => lines.push(line), false),
    );
    expect(lines.find((line) => line.includes("Deposit, paid"))).toContain("FAILED");
    expect(code).toBe(1);
  });

  test("does not take empty books for equal ones", async () => {
    expect(compareBooks([], [])).toMatchObject({ equal: true, total: { gateway: 0 } });
    expect((await runSpoiled(() => [])).code).toBe(1);
  });
});
