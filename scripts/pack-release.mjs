// Packs what a release publishes, with checksums and the notes of the release: `node scripts/pack-release.mjs FOLDER`. Packs nothing while changesets
// are pending. `--all` packs every package without asking the registry, to rehearse a release.
import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { packPackages } from "./pack-packages.mjs";
import { toReleaseNotes } from "./release-notes.mjs";
import { listPublicPackages } from "./read-repository.mjs";
import { root, runProgram } from "./run-program.mjs";

export function hasPendingChangesets(folder) {
  return readdirSync(join(folder, ".changeset")).some(
    (name) => name.endsWith(".md") && name !== "README.md",
  );
}

/** Packs into `folder` and writes SHA256SUMS, in the format of `sha256sum --check`. Returns the hash of that file. */
export async function packRelease(folder, packages) {
  mkdirSync(folder, { recursive: true });
  const tarballs = await packPackages(folder, packages);
  const lines = tarballs.map(
    ({ file }) => `${sha256(readFileSync(join(folder, file)))}  ${file}\n`,
  );
  writeFileSync(join(folder, "SHA256SUMS"), lines.join(""));
  return sha256(lines.join(""));
}

/** An unreachable registry must not look like a version that is not published. */
async function isPublished({ manifest }) {
  const spec = `${manifest.name}@${manifest.version}`;
  const { code, output } = await runProgram("npm", ["view", spec, "version"]);
  if (code === 0) return output.trim() !== "";
  if (output.includes("E404")) return false;
  throw new Error(`The registry did not say whether ${spec} is published.\n${output}`);
}

async function listUnpublished() {
  if (hasPendingChangesets(root)) return [];
  const unpublished = [];
  for (const one of listPublicPackages(root)) {
    if (!(await isPublished(one))) unpublished.push(one);
  }
  return unpublished;
}

function sha256(data) {
  return createHash("sha256").update(data).digest("hex");
}

if (resolve(process.argv[1] ?? "") === fileURLToPath(import.meta.url)) {
  const [folder, flag] = process.argv.slice(2);
  if (folder === undefined) throw new Error("Name the folder for the tarballs.");
  const packages = flag === "--all" ? listPublicPackages(root) : await listUnpublished();
  if (packages.length === 0) {
    console.log("Nothing to publish: changesets are pending, or every version is on the registry.");
  } else {
    const checksums = await packRelease(resolve(folder), packages);
    const { version } = packages[0].manifest;
    writeFileSync(join(folder, "NOTES.md"), toReleaseNotes(packages, version));
    console.log(`Packed ${packages.length} packages of version ${version} into ${folder}.`);
    if (process.env.GITHUB_OUTPUT !== undefined) {
      appendFileSync(process.env.GITHUB_OUTPUT, `version=${version}\nchecksums=${checksums}\n`);
    }
  }
}
