import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { installedSize } from "../../src/size/measure-size.js";
import { packageClosure } from "../../src/size/package-closure.js";
import { publishedBytes, publishedFiles } from "../../src/size/published-files.js";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "bench-size-"));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(path: string, content: string | object): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
}

describe("packageClosure", () => {
  it("counts dependencies and installed optional ones once", () => {
    write("node_modules/a/package.json", {
      dependencies: { b: "*", c: "*" },
      optionalDependencies: { d: "*", absent: "*" },
      devDependencies: { e: "*" },
      peerDependencies: { f: "*" },
    });
    for (const name of ["b", "c", "d", "e", "f"]) {
      write(`node_modules/${name}/package.json`, name === "b" ? { dependencies: { c: "*" } } : {});
    }
    const names = packageClosure("a", root).map(({ name }) => name);
    expect(names.toSorted()).toEqual(["a", "b", "c", "d"]);
  });

  it("throws naming a dependency that is not installed", () => {
    write("node_modules/a/package.json", { dependencies: { absent: "*" } });
    expect(() => packageClosure("a", root)).toThrow("absent is not installed");
  });
});

describe("publishedFiles", () => {
  it("reduces a workspace package to its files", () => {
    const manifest = { files: ["dist"] };
    write("core/package.json", manifest);
    write("core/README.md", "12345");
    write("core/dist/index.js", "123");
    write("core/src/index.ts", "not published");
    write("core/node_modules/x/README.md", "not published");
    const installed = { name: "core", folder: join(root, "core"), manifest };
    const paths = publishedFiles(installed).map((path) =>
      path.slice(join(root, "core").length + 1),
    );
    expect(paths.toSorted()).toEqual(["README.md", join("dist", "index.js"), "package.json"]);
    expect(publishedBytes(installed)).toBe(5 + 3 + JSON.stringify(manifest).length);
  });
});

describe("installedSize", () => {
  it("shows that an adapter only adds the core", () => {
    const core = installedSize("@numipay/core");
    const adapter = installedSize("@numipay/express");
    expect(adapter.packages).toBe(core.packages + 1);
    expect(adapter.bytes).toBeGreaterThan(core.bytes);
  });
});
