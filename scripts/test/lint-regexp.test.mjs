import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { root, runProgram, toolPath } from "../run-program.mjs";

const superLinear = /^regexp\(no-super-linear-(?:move|backtracking)\)$/;
const dynamic = /^numipay\(no-dynamic-regexp\)$/;

/** What the file is linted as: the rules hold for what runs, not for its tests. */
const source = "packages/core/src/sample.ts";

const bad = [
  ["trims the end", `export const a = (path: string) => path.replace(/\\/+$/, "");`, superLinear],
  ["trims blanks", `export const a = (text: string) => text.replace(/\\s*%$/, "");`, superLinear],
  ["matches in many ways", `export const a = /^(?:a|b|ab)*$/;`, superLinear],
  ["is a text", `export const a = new RegExp("0+$");`, superLinear],
  [
    "is put together",
    "export const a = (field: string) => new RegExp(`^${field}+$`, 'm');",
    dynamic,
  ],
  ["is given", `export const a = (given: string) => globalThis.RegExp(given);`, dynamic],
];

const good = [
  ["is anchored", source, `export const a = /^\\/+$/;`],
  ["cannot begin twice", source, `export const a = /(?<!\\/)\\/+$/;`],
  [
    "has its reason",
    source,
    `// oxlint-disable-next-line numipay/no-dynamic-regexp -- the caller's own
export const a = (given: string) => new RegExp(given);`,
  ],
  ["is a test's", "packages/core/test/sample.test.ts", `export const a = /\\/+$/;`],
];

const house = mkdtempSync(join(tmpdir(), "numipay-lint-"));
afterAll(() => rmSync(house, { recursive: true }));

/** The rules that a file breaks, by the configuration of the house; the slow rules with types are left out. */
async function rulesBrokenBy(file, text) {
  const path = join(house, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  const config = readFileSync(join(root, ".oxlintrc.json"), "utf8")
    .replace(
      '"eslint-plugin-regexp"',
      JSON.stringify(join(root, "node_modules/eslint-plugin-regexp")),
    )
    .replace('"./scripts', JSON.stringify(join(root, "scripts")).slice(0, -1))
    .replace('"typeAware": true', '"typeAware": false');
  writeFileSync(join(house, ".oxlintrc.json"), config);
  const { output } = await runProgram(
    process.execPath,
    [toolPath("oxlint"), "--format=json", file],
    { cwd: house },
  );
  const { diagnostics, number_of_files } = JSON.parse(output);
  expect(number_of_files).toBe(1);
  return [...new Set(diagnostics.map(({ code }) => code))];
}

describe("a regular expression", () => {
  it.each(bad)("that %s is reported", { timeout: 60_000 }, async (_name, text, rule) => {
    expect(await rulesBrokenBy(source, text)).toContainEqual(expect.stringMatching(rule));
  });

  it.each(good)("that %s is accepted", { timeout: 60_000 }, async (_name, file, text) => {
    expect(await rulesBrokenBy(file, text)).toEqual([]);
  });

  it("of the contract takes linear time", { timeout: 60_000 }, async () => {
    const contract = readFileSync(join(root, "packages/core/contract/openapi.yaml"), "utf8");
    const patterns = new Set();
    JSON.stringify(parse(contract), (key, value) => {
      if (key === "pattern") patterns.add(value);
      return value;
    });
    expect(patterns.size).toBeGreaterThan(10);
    const lines = [...patterns].map(
      (p, index) => `export const p${index} = ${new RegExp(p, "u")};`,
    );
    expect(await rulesBrokenBy(source, lines.join("\n"))).toEqual([]);
  });
});
