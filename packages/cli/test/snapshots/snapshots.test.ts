import { stripVTControlCharacters } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { listCommands } from "../../src/index.js";
import { displayWidth } from "../../src/text/display-width.js";
import { type Case, errors, outputs } from "./cases.js";
import { type Screen, showRun } from "./show-run.js";
import { openWorld } from "./world.js";

// Each runs every command.
vi.setConfig({ testTimeout: 120_000 });
// Node would print the library's warnings, as it does not in the process of the command.
process.removeAllListeners("warning");

const help: readonly Case[] = listCommands().map(({ words }) => ({
  name: ["numipay", ...words, "--help"].join(" "),
  args: () => [...words, "--help"],
}));
const sections = { help, output: outputs, errors };
const widths = [60, 80, 120];

const results = new Map<string, Promise<Map<string, string>>>();

/** Runs the cases of a section on a screen, once for all tests. */
function showAll(section: keyof typeof sections, screen: Screen): Promise<Map<string, string>> {
  const key = JSON.stringify([section, screen]);
  const shown = results.get(key) ?? runAll(sections[section], screen);
  results.set(key, shown);
  return shown;
}

/** Runs the cases in their own world, in which commands leave changes. */
async function runAll(cases: readonly Case[], screen: Screen): Promise<Map<string, string>> {
  const world = await openWorld();
  const folder = process.cwd();
  process.chdir(world.cwd);
  try {
    const shown = new Map<string, string>();
    for (const one of cases) shown.set(one.name, await showRun(one, world, screen));
    return shown;
  } finally {
    process.chdir(folder);
  }
}

const terminal = (columns: number, env: Record<string, string> = { NO_COLOR: "1" }): Screen => ({
  columns,
  isTty: true,
  env,
});

describe.each(["help", "output", "errors"] as const)("the text of %s", (section) => {
  it.each(widths)("fits %i columns", async (columns) => {
    const shown = await showAll(section, terminal(columns));
    for (const line of [...shown.values()].flatMap((text) => text.split("\n"))) {
      if (!isFitting(line, columns)) expect.soft(line).toBe(`at most ${columns} columns`);
      expect.soft(line).toBe(line.trimEnd());
    }
    await expect(toPage(shown)).toMatchFileSnapshot(`${section}-${columns}.txt`);
  });

  it.each(widths)("is the same with colors at %i columns", async (columns) => {
    const plain = await showAll(section, terminal(columns));
    const colored = await showAll(section, terminal(columns, {}));
    for (const [name, text] of colored) {
      expect.soft(stripVTControlCharacters(text)).toBe(plain.get(name));
    }
  });

  // Not at 120, because a terminal limits the width of prose, and COLUMNS does not.
  it.each([60, 80])("is the same without a terminal at %i columns", async (columns) => {
    const env = columns === 80 ? {} : { COLUMNS: String(columns) };
    const piped = await showAll(section, { columns: 200, isTty: false, env });
    expect(piped).toEqual(await showAll(section, terminal(columns)));
  });

  it("breaks no word", async () => {
    const wide = await showAll(section, terminal(1_000));
    for (const [name, text] of await showAll(section, terminal(60))) {
      const words = new Set(toWords(wide.get(name) ?? ""));
      const broken = toWords(text).filter((word) => !words.has(word));
      expect.soft({ name, broken }).toEqual({ name, broken: [] });
    }
  });
});

describe("the colors", () => {
  it("mark what the text says too", async () => {
    const shown = new Map<string, string>();
    for (const section of ["help", "output", "errors"] as const) {
      const colored = await showAll(section, terminal(80, {}));
      for (const name of shownInColor) {
        const text = colored.get(name);
        if (text !== undefined) shown.set(name, toTags(text));
      }
    }
    expect([...shown.keys()]).toEqual(shownInColor);
    await expect(toPage(shown)).toMatchFileSnapshot("colors-80.txt");
  });
});

const shownInColor = [
  "numipay --help",
  "verify: canonical",
  "trigger: rejected",
  "forward",
  "payouts reject by the other id",
  "transactions list",
  "ledger diff: discrepancies",
  "contract diff",
  "doctor: credits twice",
  "unknown command",
];

const tags: Record<string, string> = {
  1: "<bold>",
  2: "<dim>",
  22: "</>",
  31: "<red>",
  32: "<green>",
  33: "<yellow>",
  39: "</>",
};

/** Escape sequences as readable tags. */
function toTags(text: string): string {
  // oxlint-disable-next-line no-control-regex -- the sequences of colors
  return text.replaceAll(/\u001B\[(\d+)m/g, (code, number: string) => tags[number] ?? code);
}

function toPage(shown: ReadonlyMap<string, string>): string {
  return [...shown].map(([name, text]) => `──── ${name}\n${text}`).join("\n");
}

/** The words, without what only a narrow layout adds: the backslash of a command line, and the colon of a detail. */
function toWords(text: string): string[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== "\\")
    .map((word) => word.replace(/:$/, ""));
}

/** True if a line fits, or would fit without a last word that is too long for any line. */
function isFitting(line: string, columns: number): boolean {
  // JSON is for programs.
  if (displayWidth(line) <= columns || line.startsWith('{"error":')) return true;
  const last = line.trimEnd().split(/\s+/).at(-1) ?? "";
  const before = line.trimEnd().slice(0, -last.length);
  // Only its label or indentation may be before it.
  return before.trim() === "" || /^ *(?:- |\S+:? (?:\S+ )?)? *$/.test(before);
}
