// Publishes the packed release to the local registry, and checks what was signed and uploaded with it.
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { root, runProgram } from "../run-program.mjs";
import { findProvenanceBreaks } from "./find-provenance-breaks.mjs";
import { publishEnvironment, publishSteps, runPublishStep } from "./publish-release.mjs";

/**
 * The whole release goes through the steps of release.yml. The quick form publishes one package with them and the others with
 * pnpm, which is faster.
 * @param {{ packed: import("./build-release.mjs").Packed[], release: string, commit: string, checksums: string }} built
 * @param {{ folder: string, isQuick: boolean, registry: any, sigstore: any }} options
 * @returns {Promise<string[]>} what is wrong
 */
export async function publishAll(built, { folder, isQuick, registry, sigstore }) {
  const first = built.packed.slice(0, 1);
  const publishing = isQuick ? await only(first, built.release, folder) : built;
  const signed = isQuick ? first : built.packed;
  const env = publishEnvironment({
    folder,
    registry,
    sigstore,
    commit: built.commit,
    checksums: publishing.checksums,
  });
  const cwd = publishing.release;
  const run = async (name) => {
    const { code, output } = await runPublishStep(name, { cwd, env });
    return code === 0 ? [] : [`${name}\n${output}`];
  };

  const problems = [...(await run(publishSteps.verify)), ...(await run(publishSteps.publish))];
  if (problems.length > 0) return problems;
  problems.push(...(await run(publishSteps.check)));
  problems.push(...findProvenanceBreaks(signed, { registry, sigstore, commit: built.commit }));
  problems.push(...(await findPassingNegatives({ cwd, env, registry, signed })));
  if (isQuick) problems.push(...(await publishWithPnpm(built, { folder, registry })));
  return problems;
}

/** A second attempt must change nothing, and a release without attestations must fail the check. */
async function findPassingNegatives({ cwd, env, registry, signed }) {
  const problems = [];
  const again = await runPublishStep(publishSteps.publish, { cwd, env });
  const skipped = again.output.match(/is already published\./g) ?? [];
  if (again.code !== 0 || skipped.length !== signed.length) {
    problems.push(`A second attempt publishes again\n${again.output}`);
  }
  const kept = new Map(registry.attested);
  registry.attested.clear();
  const unsigned = await runPublishStep(publishSteps.check, { cwd, env });
  if (unsigned.code === 0)
    problems.push("A release without provenance passes the check of release.yml");
  for (const [name, bundle] of kept) registry.attested.set(name, bundle);
  return problems;
}

/** A release with some packages of another. */
async function only(packed, release, folder) {
  const target = mkdtempSync(join(folder, "release-"));
  const lines = readFileSync(join(release, "SHA256SUMS"), "utf8").split("\n");
  const kept = lines.filter((line) => packed.some(({ file }) => line.endsWith(file)));
  const sums = `${kept.join("\n")}\n`;
  writeFileSync(join(target, "SHA256SUMS"), sums);
  for (const { file } of packed) await copyFile(join(release, file), join(target, file));
  return { release: target, checksums: createHash("sha256").update(sums).digest("hex") };
}

async function publishWithPnpm({ packed, release }, { folder, registry }) {
  const auth = `${registry.url.replace("http:", "")}:_authToken=${registry.token}`;
  // Beside the folders that are installed into: yarn 1 reads the .npmrc of every folder above.
  const cwd = mkdtempSync(join(folder, "pnpm-"));
  writeFileSync(join(cwd, ".npmrc"), `registry=${registry.url}\n${auth}\n`);
  const pnpm = join(root, "node_modules/pnpm/bin/pnpm.mjs");
  const problems = [];
  for (const { name, file } of packed.slice(1)) {
    const args = [pnpm, "publish", join(release, file), "--no-git-checks", "--access", "public"];
    const { code, output } = await runProgram(process.execPath, args, { cwd });
    if (code !== 0) problems.push(`${name}: pnpm publish\n${output}`);
  }
  return problems;
}
