import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { root, runProgram, toolPath } from "../run-program.mjs";

const superLinear = /^regexp\(no-super-linear-(?:move|backtracking)\)$/;
const dynamic = /^numipay\(no-dynamic-regexp\)$/;
/** The rules hold for what runs, not for its tests. */
const source = "packages/core/src";

const bad = [
  ["trims the end", `(path: string) => path.replace(/\\/+$/, "")`, superLinear],
  ["trims blanks", `(text: string) => text.replace(/\\s*%$/, "")`, superLinear],
  ["goes back", `/^\\s*<!--\\s*(.+?)\\s*-->\\s*$/`, superLinear],
  ["is a text", `new RegExp("0+$")`, superLinear],
  ["is put together", "(field: string) => new RegExp(`^${field}+$`, 'm')", dynamic],
  ["is given", `(given: string) => globalThis.RegExp(given)`, dynamic],
];

const reason = "// oxlint-disable-next-line numipay/no-dynamic-regexp -- the caller's own\n  ";
const good = [
  ["is anchored", source, `/^\\/+$/`],
  ["cannot begin twice", source, `/(?<!\\/)\\/+$/`],
  ["has its reason", source, `(given: string) =>\n  ${reason}new RegExp(given)`],
  ["is a test's", "packages/core/test", `/\\/+$/`],
];

const house = mkdtempSync(join(tmpdir(), "numipay-lint-"));
afterAll(() => rmSync(house, { recursive: true }));

const pathOf = (folder, name) => `${folder}/${name.replaceAll(/\W/g, "-")}.ts`;

function write(path, text) {
  mkdirSync(dirname(join(house, path)), { recursive: true });
  writeFileSync(join(house, path), text);
}

function contractPatterns() {
  const contract = readFileSync(join(root, "packages/core/contract/openapi.yaml"), "utf8");
  const patterns = new Set();
  JSON.stringify(parse(contract), (key, value) => {
    if (key === "pattern") patterns.add(value);
    return value;
  });
  return [...patterns];
}

/** The rules that each file breaks, by the configuration of the house without the slow rules that need types. */
let broken;
let files;

beforeAll(async () => {
  for (const [name, text] of bad) write(pathOf(source, name), `export const a = ${text};`);
  for (const [name, folder, text] of good) write(pathOf(folder, name), `export const a = ${text};`);
  const literals = contractPatterns().map(
    (p, at) => `export const p${at} = ${new RegExp(p, "u")};`,
  );
  write(pathOf(source, "contract"), literals.join("\n"));
  const plugin = JSON.stringify(join(root, "node_modules/eslint-plugin-regexp"));
  const scripts = JSON.stringify(join(root, "scripts")).slice(0, -1);
  const config = readFileSync(join(root, ".oxlintrc.json"), "utf8")
    .replace('"eslint-plugin-regexp"', plugin)
    .replace('"./scripts', scripts)
    .replace('"typeAware": true', '"typeAware": false');
  write(".oxlintrc.json", config);
  const { output } = await runProgram(process.execPath, [toolPath("oxlint"), "--format=json"], {
    cwd: house,
  });
  const { diagnostics, number_of_files } = JSON.parse(output);
  files = number_of_files;
  broken = (path) =>
    diagnostics.filter(({ filename }) => filename === path).map(({ code }) => code);
}, 60_000);

describe("a regular expression", () => {
  it("is looked for in every file", () => {
    expect(files).toBe(bad.length + good.length + 1);
  });

  it.each(bad)("that %s is reported", (name, _text, rule) => {
    expect(broken(pathOf(source, name))).toContainEqual(expect.stringMatching(rule));
  });

  it.each(good)("that %s is accepted", (name, folder) => {
    expect(broken(pathOf(folder, name))).toEqual([]);
  });

  it("of the contract takes linear time", () => {
    expect(contractPatterns().length).toBeGreaterThan(10);
    expect(broken(pathOf(source, "contract"))).toEqual([]);
  });
});
