// Checks what a package page and a tarball must have: the fields of package.json, the license, the links of the README, and the packed files.
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { listProseFiles } from "./check-terms.mjs";
import { packPackages } from "./pack-packages.mjs";
import { readRelativeLinks } from "./read-markdown.mjs";
import {
  listPublicPackages,
  readWorkspaces,
  repositoryPath,
  reportFindings,
} from "./read-repository.mjs";
import { runProgram } from "./run-program.mjs";

const repository = "https://github.com/numipay/numipay-node";
export const supportedNode = "^20.19 || >=22.12";

/** What each package.json must say. Compared as JSON. */
const fields = [
  { path: "license", value: () => "MIT" },
  { path: "homepage", value: (folder) => `${repository}/tree/main/packages/${folder}#readme` },
  { path: "bugs.url", value: () => `${repository}/issues` },
  { path: "repository.url", value: () => `git+${repository}.git` },
  { path: "repository.directory", value: (folder) => `packages/${folder}` },
  { path: "publishConfig", value: () => ({ access: "public", provenance: true }) },
  { path: "engines.node", value: () => supportedNode },
];

/** The files that every tarball has. The first release writes the changelog. Users copy TypeScript of `migrations` into their projects. */
const everyTarballHas = ["package.json", "README.md", "SKILL.md", "LICENSE"];
const neverPacked =
  /\.(?:tsbuildinfo|map)$|\.test\.|(?:^|\/)(?:src|test|node_modules)\/|^(?!migrations\/).*(?<!\.d)\.[cm]?ts$/;

/** @returns {import("./read-repository.mjs").Finding[]} */
export function findPackageBreaks(root) {
  const license = readFileSync(join(root, "LICENSE"), "utf8");
  const manifests = [
    { dir: root, manifest: JSON.parse(readFileSync(join(root, "package.json"), "utf8")) },
    ...readWorkspaces(root).filter(({ manifest }) => manifest?.engines !== undefined),
  ];
  return [
    ...manifests
      .filter(({ manifest }) => manifest.engines?.node !== supportedNode)
      .map(({ dir }) => ({
        file: repositoryPath(root, join(dir, "package.json")),
        line: 1,
        rule: "every package.json supports the same versions of Node",
        advice: `Set engines.node to "${supportedNode}".`,
      })),
    ...listPublicPackages(root).flatMap((one) => findBreaks(root, one, license)),
  ];
}

function findBreaks(root, { dir, folder, manifest }, license) {
  const place = (name, line = 1) => ({ file: repositoryPath(root, join(dir, name)), line });
  const findings = fields
    .filter(({ path, value }) => !isSame(valueAt(manifest, path), value(folder)))
    .map(({ path, value }) => ({
      ...place("package.json"),
      rule: `${path} is set`,
      advice: `Set ${path} to ${JSON.stringify(value(folder))}.`,
    }));
  if (!(manifest.files ?? []).includes("CHANGELOG.md")) {
    findings.push({
      ...place("package.json"),
      rule: "the changelog is packed",
      advice: 'npm does not add it: list "CHANGELOG.md" in files.',
    });
  }
  if (readIfThere(join(dir, "LICENSE")) !== license) {
    findings.push({
      ...place("LICENSE"),
      rule: "every package has the license",
      advice: "Only pnpm packs the root's: copy LICENSE of the root into the package.",
    });
  }
  for (const { target, line } of readRelativeLinks(readIfThere(join(dir, "README.md")))) {
    if (target.startsWith("#")) continue;
    findings.push({
      ...place("README.md", line),
      rule: "links work on npm",
      advice: `npm cannot resolve ${target}: write ${repository}/blob/main/… instead.`,
    });
  }
  return findings;
}

/** On npm, the name of the command is not the name of its package, and may belong to anyone. */
export function findForeignCommands(file, text) {
  return text.split("\n").flatMap((line, index) =>
    /\b(?:npx|bunx|pnpm dlx|yarn dlx)(?: -y| --yes)? numipay\b/.test(line)
      ? [
          {
            file,
            line: index + 1,
            rule: "commands name our own package",
            advice: "Write `npx @numipay/cli`: the package numipay on npm is not ours.",
          },
        ]
      : [],
  );
}

function findForeignCommandsIn(root) {
  return listProseFiles(root)
    .filter((file) => !file.startsWith("scripts/"))
    .flatMap((file) => findForeignCommands(file, readFileSync(join(root, file), "utf8")));
}

const valueAt = (manifest, path) => path.split(".").reduce((value, key) => value?.[key], manifest);
const isSame = (left, right) => JSON.stringify(left) === JSON.stringify(right);
const readIfThere = (path) => (existsSync(path) ? readFileSync(path, "utf8") : "");

/**
 * The rules that the files of a tarball break.
 * @param {string[]} packed paths inside the package
 * @param {{ dir: string, manifest: Record<string, any> }} workspace
 */
export function findPackedBreaks(packed, { dir, manifest }) {
  const needed = [
    ...everyTarballHas,
    ...(existsSync(join(dir, "CHANGELOG.md")) ? ["CHANGELOG.md"] : []),
    ...[manifest.main, manifest.types].filter(Boolean).map((path) => path.replace("./", "")),
  ];
  return [
    ...needed.filter((name) => !packed.includes(name)).map((name) => `${name} is not packed`),
    ...packed.filter((name) => neverPacked.test(name)).map((name) => `${name} is packed`),
  ];
}

/** @returns {Promise<string[]>} the files of a tarball */
export async function listTarball(path) {
  const { code, output } = await runProgram("tar", ["-tzf", path]);
  if (code !== 0) throw new Error(`tar did not read ${path}.\n${output}`);
  return output
    .trim()
    .split("\n")
    .map((name) => name.replace(/^package\//, ""));
}

async function findTarballBreaks(root) {
  const packages = listPublicPackages(root);
  const folder = await mkdtemp(join(tmpdir(), "numipay-packed-"));
  try {
    const findings = [];
    for (const [index, { file }] of (await packPackages(folder, packages)).entries()) {
      const one = packages[index];
      const breaks = findPackedBreaks(await listTarball(join(folder, file)), one);
      findings.push(
        ...breaks.map((advice) => ({
          file: repositoryPath(root, join(one.dir, "package.json")),
          line: 1,
          rule: "a tarball has what users need and nothing else",
          advice: `${advice}: change files in package.json.`,
        })),
      );
    }
    return findings;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

if (resolve(process.argv[1] ?? "") === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL("..", import.meta.url));
  reportFindings(
    [
      ...findPackageBreaks(root),
      ...findForeignCommandsIn(root),
      ...(await findTarballBreaks(root)),
    ],
    "Every package has its fields, its license and links that work on npm, and packs what users need.",
  );
}
