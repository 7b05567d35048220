// Reads the tree for the checks: its workspaces, their source files, and what each file imports.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { parseSync, Visitor } from "oxc-parser";

const sourceEnding = /\.(?:ts|mts|cts|js|mjs|cjs)$/;
const foldersOfOthers = new Set(["node_modules", "dist", "coverage", ".turbo", ".site"]);

/**
 * @typedef {{ kind: "packages" | "apps" | "tools", folder: string, dir: string, manifest: Record<string, any> | undefined }} Workspace
 * @typedef {{ specifier: string, line: number }} Import
 * @typedef {{ imports: Import[], starExports: number[], anys: number[], lines: number }} Source
 * @typedef {{ file: string, line: number, rule: string, advice: string }} Finding
 */

/** @type {Workspace["kind"][]} */
const kinds = ["packages", "apps", "tools"];

/** @returns {Workspace[]} every folder of packages/, apps/ and tools/, with its package.json when it has one. */
export function readWorkspaces(root) {
  return kinds.flatMap((kind) =>
    foldersIn(join(root, kind)).map((folder) => {
      const dir = join(root, kind, folder);
      return { kind, folder, dir, manifest: readManifest(dir) };
    }),
  );
}

function foldersIn(dir) {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => entry.name)
    .toSorted();
}

function readManifest(dir) {
  const path = join(dir, "package.json");
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}

/** The packages that go to the registry. */
export function listPublicPackages(root) {
  return readWorkspaces(root).filter(
    ({ kind, manifest }) => kind === "packages" && manifest !== undefined && !manifest.private,
  );
}

/** The entries that load as modules; a contract or a manifest is a file, and its content has its own tests. */
export function moduleEntries(manifest) {
  return Object.entries(manifest.exports ?? {})
    .map(([entry, target]) => ({ entry, path: target.default ?? target, types: target.types }))
    .filter(({ path }) => typeof path === "string" && path.endsWith(".js"));
}

/** Every file below a folder that is not installed or built. */
export function listFiles(dir) {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true })
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .flatMap((entry) => {
      const path = join(dir, entry.name);
      if (entry.isDirectory()) return foldersOfOthers.has(entry.name) ? [] : listFiles(path);
      return [path];
    });
}

export function listSourceFiles(dir) {
  return listFiles(dir).filter((path) => sourceEnding.test(path));
}

/** A path from the root of the repository, with forward slashes. */
export function repositoryPath(root, path) {
  return relative(root, path).split(sep).join("/");
}

/**
 * What a file says, once parsed: everything it imports (values and types, at the top and on the way),
 * its `export *` and its `any`. Each with its line.
 * @returns {Source}
 */
export function readSource(path) {
  const text = readFileSync(path, "utf8");
  const { program } = parseSync(path, text);
  const lineOf = lineFinder(text);
  /** @type {Source} */
  const found = {
    imports: [],
    starExports: [],
    anys: [],
    lines: text.trimEnd().split("\n").length,
  };

  const keep = (source) => {
    if (typeof source?.value !== "string") return;
    found.imports.push({ specifier: source.value, line: lineOf(source.start) });
  };
  new Visitor({
    ImportDeclaration: (node) => keep(node.source),
    ExportNamedDeclaration: (node) => keep(node.source),
    ExportAllDeclaration: (node) => {
      keep(node.source);
      found.starExports.push(lineOf(node.start));
    },
    ImportExpression: (node) => keep(node.source),
    TSImportType: (node) => keep(node.source),
    TSExternalModuleReference: (node) => keep(node.expression),
    CallExpression: (node) => {
      if (node.callee.type === "Identifier" && node.callee.name === "require")
        keep(node.arguments[0]);
    },
    TSAnyKeyword: (node) => found.anys.push(lineOf(node.start)),
  }).visit(program);
  return found;
}

function lineFinder(text) {
  const ends = [...text.matchAll(/\n/g)].map((match) => match.index);
  return (offset) => ends.filter((end) => end < offset).length + 1;
}

/**
 * The file that a relative or `#` specifier means, whether or not it exists yet. Undefined for a package's name.
 * @param {Workspace} workspace
 * @returns {string | undefined}
 */
export function resolveInside(workspace, from, specifier) {
  if (specifier.startsWith(".")) return toSource(join(dirname(from), specifier));
  if (!specifier.startsWith("#")) return undefined;
  // A `#` name has one file for each condition. They are siblings, so the first represents all.
  const target = firstPath(workspace.manifest?.imports?.[specifier]);
  return target?.startsWith("./dist/")
    ? toSource(join(workspace.dir, target.replace("./dist/", "src/")))
    : undefined;
}

function firstPath(target) {
  if (typeof target === "object" && target !== null) return firstPath(Object.values(target)[0]);
  return target;
}

/** Source imports the compiled name (`./a.js`); what is read is `./a.ts`. */
function toSource(path) {
  const typescript = path.replace(/\.(m|c)?js$/, ".$1ts");
  return existsSync(typescript) ? typescript : path;
}

/** Prints what was found, or one line that all is well, and sets the exit code. */
export function reportFindings(findings, allIsWell) {
  for (const { file, line, rule, advice } of findings) {
    console.error(`${file}:${line}  ${rule}\n    ${advice}`);
  }
  if (findings.length === 0) return console.log(allIsWell);
  console.error(`\n${findings.length} found.`);
  process.exitCode = 1;
}
