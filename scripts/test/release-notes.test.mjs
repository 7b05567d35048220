import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { toReleaseNotes } from "../release-notes.mjs";

const folders = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function createPackage(name, changelog) {
  const dir = mkdtempSync(join(tmpdir(), "numipay-notes-"));
  folders.push(dir);
  writeFileSync(join(dir, "CHANGELOG.md"), changelog);
  return /** @type {any} */ ({ dir, manifest: { name } });
}

const core = `# @numipay/core

## 1.1.0

### Minor Changes

- \`peek\` reads without a lock. ([0123abc](https://github.com/numipay/numipay-node/commit/0123abc))

### Patch Changes

- A reset connection is retried. ([4567def](https://github.com/numipay/numipay-node/commit/4567def))

## 1.0.0

### Minor Changes

- First release. ([89abcde](https://github.com/numipay/numipay-node/commit/89abcde))
`;

const express = `# @numipay/express

## 1.1.0

### Patch Changes

- A reset connection is retried. ([4567def](https://github.com/numipay/numipay-node/commit/4567def))
`;

describe("the page of a release", () => {
  const packages = [
    createPackage("@numipay/core", core),
    createPackage("@numipay/express", express),
  ];

  it("has each change once, with the packages it concerns", () => {
    expect(toReleaseNotes(packages, "1.1.0")).toBe(`## New

- **@numipay/core**: \`peek\` reads without a lock. ([0123abc](https://github.com/numipay/numipay-node/commit/0123abc))

## Fixed

- **@numipay/core, @numipay/express**: A reset connection is retried. ([4567def](https://github.com/numipay/numipay-node/commit/4567def))
`);
  });

  it("has the changes of its version only", () => {
    expect(toReleaseNotes(packages, "1.0.0")).toContain("First release.");
    expect(toReleaseNotes(packages, "1.0.0")).not.toContain("peek");
  });

  it("says when there are none", () => {
    expect(toReleaseNotes(packages, "2.0.0")).toBe("No changes that users notice.\n");
  });
});
