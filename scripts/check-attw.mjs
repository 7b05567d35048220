// Checks that the types of every packed package resolve for every kind of importer. All in one process: loading the
// compiler takes longer than checking a package.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getExitCode } from "@arethetypeswrong/cli/internal/getExitCode";
import { typed, untyped } from "@arethetypeswrong/cli/internal/render";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { packPackages } from "./pack-packages.mjs";
import { listPublicPackages, moduleEntries } from "./read-repository.mjs";
import { root } from "./run-program.mjs";

/** @type {import("@arethetypeswrong/cli/internal/render").RenderOptions} */
const options = {
  // Node 10 knows no `exports`.
  ignoreResolutions: ["node10"],
  emoji: false,
  summary: false,
  color: false,
};

const folder = await mkdtemp(join(tmpdir(), "numipay-attw-"));
try {
  const packages = listPublicPackages(root);
  const tarballs = await packPackages(folder, packages);
  for (const [index, { file }] of tarballs.entries()) {
    const packed = createPackageFromTarballData(await readFile(join(folder, file)));
    const entrypoints = moduleEntries(packages[index].manifest).map(({ entry }) => entry);
    const analysis = await checkPackage(packed, { entrypoints });
    if (analysis.types === false) {
      console.error(untyped(analysis));
      process.exitCode = 1;
    } else if (getExitCode(analysis, options) !== 0) {
      console.error(await typed(analysis, options));
      process.exitCode = 1;
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
