// Holds the rules of style that a script can hold: names, sizes and shapes of a package's source.
import { existsSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import {
  repositoryPath,
  listSourceFiles,
  readSource,
  readWorkspaces,
  reportFindings,
} from "./read-repository.mjs";

const longestFile = 250;
const everyPackageHas = ["package.json", "tsconfig.json", "README.md", "src", "test"];

/** A rule on one source file: the lines that break it, and what its author does then. */
const fileRules = [
  {
    rule: "file names are kebab-case",
    advice: "Name the file after its main export, in small letters with hyphens.",
    brokenAt: ({ name }) => (/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/.test(name) ? [] : [1]),
  },
  {
    rule: "no drawer file",
    advice:
      "utils, helpers and common say nothing. Name the file after what it does, or put each part where it is used.",
    brokenAt: ({ name }) => (/^(?:utils?|helpers?|common)\./.test(name) ? [1] : []),
  },
  {
    rule: "index.ts only as a package's entry",
    advice: "Name the file after its main export and import it by that name.",
    brokenAt: ({ name, path }) =>
      name.startsWith("index.") && !/\/src\/index\.\w+$/.test(path) ? [1] : [],
  },
  {
    rule: "no export *",
    advice: "Name every export, so that the public surface changes only on purpose.",
    brokenAt: ({ source }) => source.starExports,
  },
  {
    rule: `at most ${longestFile} lines`,
    advice: "There are two ideas in this file. Give each its own.",
    brokenAt: ({ source }) => (source.lines > longestFile ? [longestFile + 1] : []),
  },
  {
    rule: "no any",
    advice: "Take unknown and narrow it, or write the type down.",
    brokenAt: ({ source }) => source.anys,
  },
];

/** JavaScript that is not compiled from TypeScript, each with its reason. Below `scripts` everything runs before the build. */
const javaScript = [
  { files: /^packages\/(?:cli|mcp)\/bin\/[\w-]+\.js$/, reason: "npm links it before the build" },
  {
    files: /^packages\/[^/]+\/rolldown\.config\.mjs$/,
    reason: "rolldown loads it before the build",
  },
  {
    files: /^tools\/matrix\/runtimes\/.+\.m?js$/,
    reason: "each runtime runs it as its users' programs, outside the workspace",
  },
];

/** @returns {import("./read-repository.mjs").Finding[]} */
export function findStyleBreaks(root) {
  const workspaces = readWorkspaces(root);
  const packages = workspaces.filter(({ kind }) => kind === "packages");
  return [
    ...packages.flatMap((workspace) => [
      ...missingParts(root, workspace),
      ...brokenFiles(root, workspace),
    ]),
    ...workspaces.flatMap((workspace) => findJavaScript(root, workspace)),
  ];
}

function findJavaScript(root, { dir }) {
  return listSourceFiles(dir)
    .filter((path) => /\.[cm]?js$/.test(path))
    .map((path) => repositoryPath(root, path))
    .filter((file) => !javaScript.some(({ files }) => files.test(file)))
    .map((file) => ({
      file,
      line: 1,
      rule: "source is TypeScript",
      advice:
        "Write it in TypeScript, or add it with its reason to javaScript in scripts/check-style.mjs.",
    }));
}

function missingParts(root, { dir, folder }) {
  return everyPackageHas
    .filter((part) => !existsSync(join(dir, part)) || isEmptyFile(join(dir, part)))
    .map((part) => ({
      file: repositoryPath(root, join(dir, part)),
      line: 1,
      rule: "every package has its parts",
      advice: `packages/${folder} has no ${part}. Siblings show what belongs in it.`,
    }));
}

function isEmptyFile(path) {
  const stats = statSync(path);
  return stats.isFile() && stats.size === 0;
}

function brokenFiles(root, { dir }) {
  return listSourceFiles(join(dir, "src"))
    .filter((path) => !path.includes(".generated."))
    .flatMap((path) => {
      const file = repositoryPath(root, path);
      const facts = { path: file, name: basename(path), source: readSource(path) };
      return fileRules.flatMap(({ rule, advice, brokenAt }) =>
        brokenAt(facts).map((line) => ({ file, line, rule, advice })),
      );
    });
}

if (resolve(process.argv[1] ?? "") === fileURLToPath(import.meta.url)) {
  const root = resolve(process.argv[2] ?? fileURLToPath(new URL("..", import.meta.url)));
  reportFindings(findStyleBreaks(root), "Every source file keeps the house style.");
}
