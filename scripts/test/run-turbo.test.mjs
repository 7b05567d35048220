import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import { listPublicPackages } from "../read-house.mjs";
import { root } from "../run-program.mjs";
import { createTaskReader } from "../run-turbo.mjs";

/** What is reported of these lines of turbo. */
function read(lines, errors = []) {
  const ends = [];
  const reader = createTaskReader((end) => ends.push(end));
  for (const line of errors) reader.readError(line);
  for (const line of lines) reader.readLine(line);
  return { rest: reader.end(), ends };
}

describe("the lines of turbo", () => {
  it("are grouped by task", () => {
    const { ends, rest } = read([
      "• turbo 2.11.11",
      "@numipay/koa:test: cache miss, executing 18cf",
      "@numipay/koa:test: 3 passed",
      "//:check:docs: cache hit, replaying logs 02ab",
      "//:check:docs: 40 pages: fine",
      "",
      "Tasks:    2 successful, 2 total",
    ]);

    expect(ends).toEqual([
      { id: "@numipay/koa#test", isCached: false, isFailed: false, output: "3 passed" },
      { id: "//#check:docs", isCached: true, isFailed: false, output: "40 pages: fine" },
    ]);
    expect(rest).toContain("2 successful");
  });

  it("say which task failed", () => {
    const group = ["chaos:test: cache bypass, force executing 18cf", "chaos:test: one red"];
    const error = "chaos#test:  ERROR  command (apps/chaos) pnpm run test exited (1)";

    expect(read(group, [error]).ends[0]).toMatchObject({ isCached: false, isFailed: true });
    expect(read([...group, "chaos:test: [ELIFECYCLE] Command failed."]).ends[0]).toMatchObject({
      isFailed: true,
    });
  });

  it("keep a line that looks like a task's inside the task that printed it", () => {
    const { ends } = read([
      "chaos:test: cache miss, executing 18cf",
      "chaos:test: koa:test: cache hit, replaying logs 02ab",
    ]);

    expect(ends).toHaveLength(1);
  });
});

describe("turbo.json", () => {
  // Its comments are whole lines, which YAML allows once they begin with #.
  const text = readFileSync(join(root, "turbo.json"), "utf8").replaceAll(/^\s*\/\/ .*$/gm, "");
  const { tasks } = parse(text);

  it("has the tasks of the root wait for every package", () => {
    const builds = listPublicPackages(root).map(({ manifest }) => `${manifest.name}#build`);

    expect(tasks["//#built"].dependsOn.toSorted()).toEqual(builds.toSorted());
  });

  it("declares every task of the root, and no other", () => {
    const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const scripts = Object.keys(manifest.scripts).filter((name) => name.startsWith("check:"));
    const declared = Object.keys(tasks).filter((name) => name.startsWith("//#check:"));

    expect(declared.map((name) => name.slice(3)).toSorted()).toEqual(scripts.toSorted());
  });

  it("keeps the machine in the key of every task that runs tests", () => {
    const withTests = Object.keys(tasks).filter((name) => /test|quick/.test(name));

    expect(withTests).toHaveLength(5);
    for (const name of withTests) expect(tasks[name].env).toContain("NUMIPAY_*");
  });
});
