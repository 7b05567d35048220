import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hasPendingChangesets, packRelease } from "../pack-release.mjs";
import { listPublicPackages } from "../read-repository.mjs";
import { root } from "../run-program.mjs";
import { smallTree } from "./small-tree.mjs";

describe("a release", () => {
  it("waits while changesets are pending", () => {
    const files = { ".changeset/config.json": "{}", ".changeset/README.md": "" };

    expect(hasPendingChangesets(smallTree(files))).toBe(false);
    expect(hasPendingChangesets(smallTree({ ...files, ".changeset/a.md": "" }))).toBe(true);
  });

  it("packs tarballs that its checksums match", async () => {
    const cwd = mkdtempSync(join(tmpdir(), "numipay-release-"));
    const packages = listPublicPackages(root).filter(({ folder }) => folder === "express");
    const checksums = await packRelease(cwd, packages);

    expect(
      createHash("sha256")
        .update(readFileSync(join(cwd, "SHA256SUMS")))
        .digest("hex"),
    ).toBe(checksums);
    expect(
      execFileSync("bash", ["-c", "sha256sum --check --strict SHA256SUMS"], {
        cwd,
        encoding: "utf8",
      }),
    ).toBe(`numipay-express-${packages[0].manifest.version}.tgz: OK\n`);
  });
});
