// The steps of `npm test`, in the order in which they begin.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runConsumers } from "./check-consumers.mjs";
import { lintContract } from "./contract/lint-contract.mjs";
import { findChromium } from "./find-chromium.mjs";
import { listPublicPackages } from "./read-house.mjs";
import { root, runProgram, toolPath } from "./run-program.mjs";
import { runVitest } from "./run-vitest.mjs";

/** Where vitest writes its reports; whoever runs the steps clears it away. */
export const reports = mkdtempSync(join(tmpdir(), "numipay-test-"));

/** @type {import("./run-steps.mjs").Step[]} */
export const steps = [
  {
    name: "build",
    does: "turbo run build",
    run: () => tool("turbo", "run", "build", "--output-logs=errors-only"),
  },
  { name: "format", does: "oxfmt --check", run: () => tool("oxfmt", "--check") },
  {
    name: "generated",
    does: "generated files are what the contract and the facts say",
    run: () =>
      inTurn(["generate-contract.mjs", "generate-facts.mjs"], (name) => script(name, "--check")),
  },
  {
    name: "contract",
    does: "Redocly CLI finds nothing wrong with openapi.yaml",
    run: () => lintContract(),
  },
  { name: "arrows", does: "who may import whom", run: () => script("check-arrows.mjs") },
  { name: "style", does: "names and sizes of source files", run: () => script("check-style.mjs") },
  {
    name: "release",
    does: "built without secrets, everything pinned",
    run: () => script("check-release.mjs"),
  },
  {
    name: "knip",
    does: "nothing unused, nothing undeclared",
    run: () => tool("knip", "--no-progress", "--no-config-hints"),
  },
  {
    name: "lint",
    does: "oxlint, with types",
    after: "build",
    run: () => tool("oxlint", "--deny-warnings"),
  },
  { name: "types", does: "tests, scripts and apps compile", after: "build", run: checkTypes },
  {
    name: "exports",
    does: "public names are as written down",
    after: "build",
    run: () => script("check-public-exports.mjs"),
  },
  {
    name: "unused",
    does: "sample apps and READMEs use every public export",
    run: () => script("check-unused-exports.mjs"),
  },
  { name: "publint", does: "packages are fit to publish", after: "build", run: publint },
  {
    name: "attw",
    does: "types resolve for every kind of importer",
    after: "build",
    run: () => script("check-attw.mjs"),
  },
  {
    name: "docs",
    does: "examples run, commands and links exist",
    after: "build",
    run: () => script("check-docs.mjs"),
  },
  {
    name: "consumers",
    does: "packed, installed with npm, compiled and run in projects of several kinds",
    after: "build",
    run: () => runConsumers(),
  },
  { name: "browser", does: "vitest in Chromium", after: "build", run: runBrowserTests },
  {
    name: "tests",
    does: "vitest",
    after: "build",
    alone: true,
    run: () => runVitest("!browser", join(reports, "tests.json")),
  },
  {
    name: "hostile",
    does: "npm run hostile -- --quick",
    after: "build",
    // Memory is measured: beside another step the garbage collector would run at other moments.
    alone: true,
    run: () => script("../apps/hostile/src/main.js", "--quick"),
  },
  {
    name: "chaos",
    does: "npm run chaos -- --quick",
    after: "build",
    // Leases and restarts are timed: beside another step they would prove less.
    alone: true,
    run: playChaos,
  },
];

function tool(name, ...args) {
  return runProgram(process.execPath, [toolPath(name), ...args]);
}

function script(name, ...args) {
  return runProgram(process.execPath, [join(root, "scripts", name), ...args]);
}

/** One after the other, to the end: a person mends them all at once. */
async function inTurn(things, run) {
  const results = [];
  for (const thing of things) results.push(await run(thing));
  const failed = results.filter(({ code }) => code !== 0);
  return {
    code: failed.length === 0 ? 0 : 1,
    output: failed.map(({ output }) => output).join("\n"),
  };
}

function checkTypes() {
  const configs = [
    "tsconfig.test.json",
    "tsconfig.javascript.json",
    "tsconfig.browser.json",
    "tsconfig.scripts.json",
    "packages/core/test/registered-types/tsconfig.json",
  ];
  // Each further checker checks shared types again: with two steps at once that costs more than it gains.
  return inTurn(configs, (config) => tool("tsc", "-p", config, "--checkers", "1"));
}

function publint() {
  return inTurn(listPublicPackages(root), ({ dir }) => tool("publint", "run", "--strict", dir));
}

/** What was not played for want of a server stands beside what was proven; with CI=true it is a failure. */
async function playChaos() {
  const { code, output } = await script("../apps/chaos/src/main.js", "--quick");
  const notes = output.split("\n").filter((line) => /^(?:Not played|Nothing lost)/.test(line));
  return { code, output, notes: notes.map((line) => `    ${line}`) };
}

function runBrowserTests() {
  const chromium = findChromium();
  if (chromium === undefined) {
    const reason =
      "Chromium is not installed (Debian: apt-get install chromium; or set CHROMIUM_PATH)";
    return process.env.CI === "true"
      ? { code: 1, output: reason }
      : { code: 0, output: "", skipped: reason };
  }
  return runVitest("browser", join(reports, "browser.json"), {
    env: { CHROMIUM_PATH: chromium },
    // One Chromium at a time: the other processor belongs to the step beside this one.
    args: ["--maxWorkers=1"],
  });
}
