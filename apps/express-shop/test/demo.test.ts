import { createPrinter } from "sample-tests/demo";
import { findFirstUrl, findLongLines } from "sample-tests/output";
import { runProgram } from "sample-tests/program";
import { describe, expect, it } from "vitest";
import { compareLedgers } from "../demo/compare-ledgers.js";
import { printNextSteps, quickScenarios, runDemo } from "../demo/run-demo.js";
import type { World } from "../demo/start-world.js";
import type { Entry } from "../src/store/ledger.js";
import { openWorld } from "./world.js";

const program = new URL("../dist/demo/main.js", import.meta.url);

async function printDemo(world: World) {
  const lines: string[] = [];
  const code = await runDemo(
    world,
    createPrinter({ write: (line) => lines.push(line), useColors: false }),
    quickScenarios,
  );
  return { code, lines };
}

/** Runs the demo with a ledger that is changed before it is compared. */
async function runWithLedger(change: (entries: Entry[]) => Entry[]) {
  const world = await openWorld();
  const listEntries = async () => change(await world.store.listEntries());
  return printDemo({ ...world, store: { ...world.store, listEntries } });
}

function changeFirst(change: Partial<Entry>) {
  return ([first, ...rest]: Entry[]): Entry[] =>
    first === undefined ? [] : [{ ...first, ...change }, ...rest];
}

describe("the demo", () => {
  it("passes and exits with --once", async () => {
    const { code, output } = await runProgram(program, ["--once"]);
    expect(output).not.toContain("FAILED");
    expect(output.match(/^ {2}ok /gm)).toHaveLength(11);
    expect(output.replaceAll(/\s+/g, " ")).toContain(
      "debited, 0 sent, kill -9; restarted: 1 sent, paid; ledgers equal, €20.00",
    );
    expect(output).toMatch(/^ {2}total +€121\.60 +€121\.60 {2}equal$/m);
    expect(output, "no color outside a terminal").not.toContain("\u001b");
    expect(findFirstUrl(output)).toMatch(/\/portal$/);
    expect(findLongLines(output)).toEqual([]);
    expect(code).toBe(0);
  }, 120_000);

  it("prints next steps, the portal first", async () => {
    const lines: string[] = [];
    const print = createPrinter({ write: (line) => lines.push(line), useColors: false });
    const world = await openWorld();
    printNextSteps(world, print);
    expect(findFirstUrl(lines.join("\n"))).toBe(world.portalUrl);
    expect(findLongLines(lines.join("\n"))).toEqual([]);
  });

  it("passes with an unchanged ledger", async () => {
    expect(await runWithLedger((entries) => entries)).toMatchObject({ code: 0 });
  });

  it.each([
    ["duplicated", (entries: Entry[]) => [...entries, ...entries.slice(0, 1)]],
    ["missing", (entries: Entry[]) => entries.slice(1)],
    ["one cent off", changeFirst({ cents: 1291 })],
    ["in another currency", changeFirst({ currency: "SEK" })],
    ["for an unknown transaction", changeFirst({ transactionId: "x" })],
  ])("fails if an entry is %s", async (_name, change) => {
    const { code, lines } = await runWithLedger(change);
    expect(lines.join("\n")).toContain("NOT EQUAL");
    expect(code).toBe(1);
  });

  it("names the scenario that fails", async () => {
    const world = await openWorld();
    world.sandbox.setWebhookUrl(undefined);
    const { code, lines } = await printDemo(world);
    expect(lines.find((line) => line.includes("Deposit paid"))).toContain("FAILED");
    expect(code).toBe(1);
  });

  it("fails if both ledgers are empty", async () => {
    expect(compareLedgers([], [])).toMatchObject({ isEqual: true, total: { gateway: 0 } });
    expect(await runWithLedger(() => [])).toMatchObject({ code: 1 });
  });
});
