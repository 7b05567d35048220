import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { apps } from "../../src/runtime-tests/apps.js";
import { versions } from "../../src/runtime-tests/install-app.js";
import { quickRuntimes } from "../../src/runtimes.js";

const runtimes = new URL("../../runtimes/", import.meta.url);
const folders = readdirSync(runtimes, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "play")
  .map(({ name }) => name);

describe("apps", () => {
  it("include every folder of runtimes", () => {
    const used = new Set(apps.map(({ folder }) => folder));
    expect([...used].toSorted()).toEqual(folders.toSorted());
  });

  it("have a runtime in the quick run", () => {
    const programs = new Set<string>(quickRuntimes.map(({ program }) => program));
    expect(apps.filter(({ runtime }) => !programs.has(runtime))).toEqual([]);
  });
});

describe("versions.json", () => {
  it("pins what the apps depend on, and nothing else", () => {
    const names = folders.flatMap((folder) => {
      const manifest = readFileSync(new URL(`${folder}/package.json`, runtimes), "utf8");
      const { dependencies } = JSON.parse(manifest) as { dependencies: Record<string, string> };
      return Object.keys(dependencies);
    });
    const ofOthers = names.filter((name) => name !== "play" && !name.startsWith("@numipay/"));
    expect(Object.keys(versions)).toEqual([...new Set(ofOthers)].toSorted());
    expect(Object.values(versions).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual(
      [],
    );
  });
});
