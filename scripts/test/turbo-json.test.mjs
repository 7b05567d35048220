import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { describe, expect, it } from "vitest";
import { listPublicPackages, listSourceFiles, readWorkspaces } from "../read-repository.mjs";
import { quietEnvironment, root, runProgram, toolPath } from "../run-program.mjs";

const workspaces = readWorkspaces(root);
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const checks = Object.keys(scripts).filter((name) => name.startsWith("check:"));
const names = ["test", "test:browser", "chaos:quick", "hostile:quick", "types", "lint", ...checks];

/** What turbo makes of turbo.json; nothing runs. */
const tasks = await readTasks(names);

async function readTasks(wanted, env = {}) {
  const args = [toolPath("turbo"), "run", ...wanted, "--dry=json"];
  const options = { env: { ...quietEnvironment, TURBO_HASH: undefined, ...env } };
  const { output } = await runProgram(process.execPath, args, options);
  const json = output.slice(output.indexOf("{\n"), output.lastIndexOf("}") + 1);
  return new Map(JSON.parse(json).tasks.map((task) => [task.taskId, task]));
}

/** The literal paths outside a package that its tests read, relative to the package. */
function readsOutside(dir) {
  return listSourceFiles(join(dir, "test")).flatMap((path) => {
    const text = readFileSync(path, "utf8");
    return [...text.matchAll(/"(\.\.\/[^"\n]+)"/g)]
      .map(([, target]) => join(dirname(path), target))
      .filter((target) => !target.startsWith(dir + sep) && existsSync(target))
      .map((target) => relative(dir, target).split(sep).join("/"));
  });
}

describe("turbo.json", () => {
  it("declares every check of the root", () => {
    expect(checks.filter((name) => !tasks.has(`//#${name}`))).toEqual([]);
  });

  it("has the checks of the root wait for every package", () => {
    const builds = listPublicPackages(root).map(({ manifest }) => `${manifest.name}#build`);

    expect(tasks.get("//#built").dependencies.toSorted()).toEqual(builds.toSorted());
  });

  it.each(workspaces)("has types, lint and test of $folder", ({ manifest }) => {
    for (const name of ["types", "lint", "test"]) {
      expect(tasks.get(`${manifest.name}#${name}`)?.command).not.toBe("<NONEXISTENT>");
    }
  });

  it.each(workspaces)("has what the tests of $folder read elsewhere", ({ dir, manifest }) => {
    const { inputs } = tasks.get(`${manifest.name}#test`);
    // What a package publishes is in the key by its build.
    const published = /^\.\.\/(?:\.\.\/packages\/)?\w+\/(?:src|contract|migrations|assets|bin)\//;
    const missing = readsOutside(dir).filter((path) => !published.test(path) && !inputs[path]);

    expect(missing).toEqual([]);
  });

  it("distinguishes machines with and without PostgreSQL", async () => {
    const read = (machine) => readTasks(names, { NUMIPAY_MACHINE: machine });
    const [present, missing] = [await read("postgres 15"), await read("postgres none")];
    const differs = (id) => present.get(id).hash !== missing.get(id).hash;

    const tests = [...present.keys()].filter((id) => /#(?:check:)?(?:test|chaos)\b/.test(id));
    expect(tests.length).toBeGreaterThan(20);
    expect(tests.filter((id) => hasScript(id) && !differs(id))).toEqual([]);
  });
});

const hasScript = (id) => tasks.get(id)?.command !== "<NONEXISTENT>";
