import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram } from "../run-program.mjs";
import { buildRelease } from "./build-release.mjs";
import { fetchTools } from "./fetch-tools.mjs";
import { listPackageManagers } from "./package-managers.mjs";
import { publishAll } from "./publish-all.mjs";
import { rehearseInstall } from "./rehearse-install.mjs";
import { rehearsedPackage } from "./rehearsed-packages.mjs";
import { serveRegistry } from "./serve-registry.mjs";
import { serveSigstore } from "./serve-sigstore.mjs";

/** What each package manager but npm installs in the quick form. */
const quickPackage = "express";

/**
 * @param {{ isQuick: boolean }} options
 * @returns {Promise<string>} what is wrong, or an empty text. Without a network there is nothing to install: a reason to skip on a
 * developer's machine, a failure on CI
 */
export async function rehearse({ isQuick }) {
  const folder = mkdtempSync(join(tmpdir(), "numipay-rehearsal-"));
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  const closers = [];
  try {
    const tools = await timed("the registry and the package managers", fetchTools);
    const registry = await serveRegistry({ tools, folder });
    closers.push(() => registry.close());
    const sigstore = await serveSigstore(folder);
    closers.push(() => sigstore.close());

    const built = await timed("versions, build and tarballs", () =>
      buildRelease(join(folder, "copy"), { isQuick, registry: registry.url }),
    );
    const unpublished = await timed(`publish ${built.packed.length} packages`, () =>
      publishAll(built, { folder, isQuick, registry, sigstore }),
    );
    const problems = [...built.problems, ...unpublished];
    if (unpublished.length === 0) {
      problems.push(...(await installAll({ isQuick, folder, tools, registry, built })));
    }
    return await describe(problems);
  } catch (error) {
    return await describe([error instanceof Error ? error.message : String(error)]);
  } finally {
    for (const close of closers.toReversed()) await close();
  }
}

async function installAll({ isQuick, folder, tools, registry, built }) {
  const others = (await runProgram("npm", ["config", "get", "registry"])).output.trim();
  const options = { folder, registries: { ours: registry.url, others }, stamp: built.stamp };
  const packages = built.packed.map((one) => rehearsedPackage(one.folder));
  const problems = [];
  for (const manager of listPackageManagers(tools)) {
    for (const group of toGroups(manager, packages, isQuick)) {
      const names = group.map((one) => one.folder).join(", ");
      const result = await timed(`${manager.name}: ${names}`, () =>
        rehearseInstall(manager, group, options),
      );
      problems.push(...result.problems);
      for (const line of new Set(result.skipped)) console.log(`          ${line}`);
    }
  }
  return problems;
}

/** Which packages are installed together. */
function toGroups(manager, packages, isQuick) {
  if (!isQuick) return packages.map((one) => [one]);
  if (manager.name === "npm") return [packages];
  return [packages.filter((one) => one.folder === quickPackage)];
}

async function describe(problems) {
  if (problems.length === 0) return "";
  const { code } = await runProgram("npm", ["view", "typescript", "version"]);
  // A failure, so that turbo does not cache it; `npm test` reads the word.
  return code === 0
    ? problems.join("\n\n")
    : "Skipped: npm did not reach the registry, which the package managers come from";
}

async function timed(title, work) {
  const startedAt = performance.now();
  const result = await work();
  console.log(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${title}`);
  return result;
}
