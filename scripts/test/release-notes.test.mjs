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

- 0123abc: \`peek\` reads without a lock.

### Patch Changes

- 4567def: A reset connection is retried.
- Updated dependencies [0123abc]
  - @numipay/express@1.1.0

## 1.0.0

### Minor Changes

- 89abcde: First release.
`;

const express = `# @numipay/express

## 1.1.0

### Patch Changes

- 4567def: A reset connection is retried.
`;

describe("the page of a release", () => {
  const packages = [
    createPackage("@numipay/core", core),
    createPackage("@numipay/express", express),
  ];

  it("has each change once, with the packages it concerns", () => {
    expect(toReleaseNotes(packages, "1.1.0")).toBe(`## New

- **@numipay/core**: \`peek\` reads without a lock.

## Fixed

- **@numipay/core, @numipay/express**: A reset connection is retried.
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
