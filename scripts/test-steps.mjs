// The steps of `npm test`, in the order in which they are listed. Each is one or more tasks of turbo.json.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readWorkspaces } from "./read-repository.mjs";
import { root } from "./run-program.mjs";
import { readCounts } from "./run-vitest.mjs";

const workspaces = [
  { name: "//", dir: root, scripts: readScripts(root) },
  ...readWorkspaces(root).map(({ dir, manifest }) => ({
    name: manifest.name,
    dir,
    scripts: manifest.scripts ?? {},
  })),
];

/** @type {import("./run-steps.mjs").Step[]} */
export const steps = [
  step("build", "turbo run build", ["build"]),
  step("format", "oxfmt --check", ["check:format"]),
  step("generated", "generated files are what the contract, the facts and the READMEs say", [
    "check:generated",
  ]),
  step("contract", "Redocly CLI finds nothing wrong with openapi.yaml", ["check:contract"]),
  step("dependencies", "imports keep the dependency rules", ["check:dependencies"]),
  step("style", "names and sizes of source files", ["check:style"]),
  step("terms", "prose uses the terms of the writing style", ["check:terms"]),
  step("release", "built without secrets, everything pinned", ["check:release"]),
  afterBuild("knip", "nothing unused, nothing undeclared", ["check:knip"]),
  afterBuild("lint", "oxlint, with types", ["lint", "check:lint"]),
  afterBuild("types", "tests, scripts and apps compile", ["types", "check:types"]),
  afterBuild("exports", "public names are as written down", ["check:exports"]),
  step("unused", "sample apps, READMEs and guides use every public export", ["check:unused"]),
  afterBuild("size", "one import of each public entry is small enough", ["check:size"]),
  afterBuild("packages", "fields, license, links and packed files are what users need", [
    "check:packages",
  ]),
  afterBuild("publint", "packages are fit to publish", ["check:publint"]),
  afterBuild("attw", "types resolve for every kind of importer", ["check:attw"]),
  afterBuild("docs", "examples run, commands and links exist", ["check:docs"]),
  afterBuild(
    "consumers",
    "packed, installed with npm, compiled and run in projects of several kinds",
    ["check:consumers"],
  ),
  {
    ...afterBuild("browser", "vitest in Chromium", ["test:browser"]),
    // A key that is pressed while a page still loads is lost: beside other tests that happens.
    alone: true,
    read: (ends) => ({ counts: countTests(ends, "browser.json") }),
  },
  {
    ...afterBuild("site", "the documentation site is built, and walked in Chromium", ["site"]),
    alone: true,
    read: (ends) => ({ counts: countTests(ends, "browser.json") }),
  },
  {
    ...afterBuild("tests", "vitest", ["test", "check:test"]),
    read: (ends) => ({ counts: countTests(ends, "tests.json") }),
  },
  {
    ...afterBuild("runtimes", "npm run matrix -- --quick", ["runtimes:quick"]),
    // Installs other runtimes and builds their apps for minutes: a job of its own in CI.
    byName: true,
    read: ([{ output }]) => ({
      notes: output.split("\n").filter((line) => /^(?:Not run|\d+ cases)/.test(line)),
    }),
  },
  {
    ...afterBuild("hostile", "npm run hostile -- --quick", ["hostile:quick"]),
    // Memory is measured: beside another step the garbage collector would run at other moments. A job of its own in CI.
    alone: true,
    byName: true,
  },
  {
    ...afterBuild("chaos", "npm run chaos -- --quick", ["chaos:quick"]),
    // Leases and restarts are timed: beside another step they would prove less.
    alone: true,
    // What was not played for want of a server is shown beside what was proven; with CI=true it is a failure.
    read: ([{ output }]) => ({
      notes: output.split("\n").filter((line) => /^(?:Skipped|No change was lost)/.test(line)),
    }),
  },
];

/** The tasks of the root are called `check:…`; the other names are scripts of packages and apps. */
function step(name, does, tasks) {
  const ids = workspaces.flatMap((workspace) =>
    tasks
      .filter((task) => task in workspace.scripts)
      .filter((task) => workspace.name !== "//" || task.startsWith("check:"))
      .map((task) => `${workspace.name}#${task}`),
  );
  return { name, does, tasks, ids };
}

function afterBuild(name, does, tasks) {
  return { ...step(name, does, tasks), after: "build" };
}

/** From the reports of the tasks, which turbo restores with a cached result. */
function countTests(ends, report) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { id } of ends) {
    const { dir } = workspaces.find(({ name }) => name === id.split("#")[0]);
    const own = readCounts(join(dir, ".reports", report));
    for (const key of Object.keys(counts)) counts[key] += own[key];
  }
  return counts;
}

function readScripts(dir) {
  return JSON.parse(readFileSync(join(dir, "package.json"), "utf8")).scripts;
}
