// Raises the versions in a copy of the repository, builds it and packs it, with the commands of release.yml.
import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { findPackedBreaks, listTarball } from "../check-packages.mjs";
import { listPublicPackages } from "../read-repository.mjs";
import { quietEnvironment, runProgram, toolPath } from "../run-program.mjs";
import { findChangelogBreaks } from "./check-changelogs.mjs";
import { copyRepository, findLinksInto } from "./copy-repository.mjs";

/** @typedef {{ name: string, version: string, folder: string, file: string, integrity: string }} Packed */

/**
 * @param {string} copy an empty folder
 * @param {{ isQuick: boolean, registry: string }} options `registry`: asked for what is published
 * @returns {Promise<{ packed: Packed[], release: string, commit: string, checksums: string, stamp: string, problems: string[] }>}
 */
export async function buildRelease(copy, { isQuick, registry }) {
  await mkdir(copy, { recursive: true });
  const commit = await copyRepository(copy);
  const env = { ...quietEnvironment, npm_config_registry: registry };
  const run = async (program, args) => {
    const { code, output } = await runProgram(program, args, { cwd: copy, env });
    if (code !== 0) throw new Error(`${program} ${args.join(" ")}\n${output}`);
  };
  const hasChangesets = readdirSync(join(copy, ".changeset")).some(
    (name) => name.endsWith(".md") && name !== "README.md",
  );
  // Between a release and the next change there is nothing to raise, and no version that is free.
  if (!hasChangesets) writeFileSync(join(copy, ".changeset/rehearsal.md"), anyChange);
  await runProgram("git", ["add", ".changeset"], { cwd: copy });
  await run("npm", ["run", "version-packages"]);

  const stamp = randomUUID();
  const packages = listPublicPackages(copy);
  for (const { dir, manifest } of packages) {
    const stamped = { ...manifest, rehearsal: stamp };
    writeFileSync(join(dir, "package.json"), `${JSON.stringify(stamped, undefined, 2)}\n`);
  }
  // Only core's source has the version in it; what was built for the other packages is what would be built again.
  const filters = isQuick ? ["@numipay/core"] : packages.map(({ manifest }) => manifest.name);
  // Not setup.mjs: the copy shares its packages with the repository, so an install would lead the repository into the copy.
  const turbo = [toolPath("turbo"), "run", "build", "--output-logs=errors-only"];
  await run(process.execPath, [...turbo, ...filters.map((filter) => `--filter=${filter}...`)]);
  const all = isQuick ? ["--all"] : [];
  await run(process.execPath, ["scripts/pack-release.mjs", "release", ...all]);

  const release = join(copy, "release");
  const packed = packages.map(({ folder, manifest: { name, version } }) => {
    const file = `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;
    const hash = createHash("sha512")
      .update(readFileSync(join(release, file)))
      .digest("base64");
    return { name, version, folder, file, integrity: `sha512-${hash}` };
  });
  const problems = findChangelogBreaks(packages);
  const moved = findLinksInto(copy);
  if (moved.length > 0)
    problems.push(
      `${moved.length} packages of the repository lead into the copy. Delete node_modules and run \`node scripts/setup.mjs\`.`,
    );
  for (const [index, { name, file }] of packed.entries()) {
    const files = await listTarball(join(release, file));
    const breaks = findPackedBreaks(files, packages[index]);
    problems.push(...breaks.map((problem) => `${name}: ${problem}`));
    if (!existsSync(join(packages[index].dir, "CHANGELOG.md")))
      problems.push(`${name}: no changelog`);
  }
  const checksums = createHash("sha256").update(readFileSync(join(release, "SHA256SUMS")));
  return { packed, release, commit, checksums: checksums.digest("hex"), stamp, problems };
}

const anyChange = '---\n"@numipay/core": patch\n---\n\nA rehearsal.\n';
