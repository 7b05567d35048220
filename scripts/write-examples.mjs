// Writes the examples of a page as a project of a user: with settings for the compiler and the packages that they import.
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { collectExamples } from "./collect-examples.mjs";
import { hasExamples, readPages } from "./read-pages.mjs";
import { readWorkspaces } from "./read-repository.mjs";

/**
 * @typedef {import("./collect-examples.mjs").Example} Example
 * @typedef {{ page: string, dir: string, examples: Example[] }} ExampleProject
 */

/** The examples of every page a user reads, each with its file. */
export function writeAllExamples(root, folder) {
  const { examples } = collectExamples(readPages(root).filter(hasExamples));
  return writeExamples(root, folder, examples).flatMap(({ dir, examples: own }) =>
    own.map((example) => ({ ...example, path: join(dir, "src", fileOf(example)) })),
  );
}

/**
 * Writes a project for each page into a folder of the repository. A line of a file has the number that it has on the page.
 * @param {Example[]} examples
 * @returns {ExampleProject[]}
 */
export function writeExamples(root, folder, examples) {
  return [...new Set(examples.map(({ page }) => page))].map((page) => {
    const own = examples.filter((example) => example.page === page);
    const dir = join(folder, page.replaceAll(/[^\w]+/g, "-"));
    writeProject(root, { page, dir, examples: own });
    return { page, dir, examples: own };
  });
}

export const nameOf = ({ line }) => `line-${line}`;
const fileOf = (example) => `${nameOf(example)}.${example.extension}`;

function writeProject(root, { page, dir, examples }) {
  mkdirSync(join(dir, "src"), { recursive: true });
  linkPackages(root, dir, page);
  linkGenerated(root, dir, page);
  writeFileSync(join(dir, "package.json"), JSON.stringify({ type: "module", private: true }));
  writeFileSync(join(dir, "tsconfig.json"), JSON.stringify(compilerOptions(root)));
  for (const example of examples) writeFileSync(join(dir, "src", fileOf(example)), example.text);
}

/** Code that users of a package generate, and so do its tests: a Prisma client. Guides use that of `@numipay/sql`. */
function linkGenerated(root, dir, page) {
  const generated = [dirname(page), "packages/sql"]
    .map((folder) => join(root, folder, "test", "programs", "generated"))
    .find((folder) => existsSync(folder));
  if (generated !== undefined) symlinkSync(generated, join(dir, "src", "generated"));
}

function compilerOptions(root) {
  return {
    extends: join(root, "tsconfig.base.json"),
    compilerOptions: {
      composite: false,
      declaration: false,
      allowJs: true,
      checkJs: true,
      noEmitOnError: true,
      experimentalDecorators: true,
      rootDir: "src",
      outDir: "out",
      typeRoots: [join(root, "node_modules", "@types")],
    },
    include: ["src"],
  };
}

/**
 * A node_modules for the page: the packages of the house, and what they install. The package whose page it is comes
 * first: Express's README speaks of the Express that this package is tested with.
 */
function linkPackages(root, dir, page) {
  const workspaces = readWorkspaces(root);
  const own = workspaces.filter((workspace) =>
    page.startsWith(`${workspace.kind}/${workspace.folder}/`),
  );
  const links = new Map();
  const offer = (name, target) => links.has(name) || links.set(name, target);

  for (const { kind, dir: target, manifest } of workspaces) {
    if (kind === "packages" && manifest !== undefined) offer(manifest.name, target);
  }
  for (const folder of [...own, ...workspaces].map((workspace) => workspace.dir).concat(root)) {
    for (const name of installedIn(folder)) offer(name, join(folder, "node_modules", name));
  }
  for (const [name, target] of links) {
    const link = join(dir, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(target, link, "junction");
  }
}

function installedIn(folder) {
  const modules = join(folder, "node_modules");
  if (!existsSync(modules)) return [];
  return readdirSync(modules)
    .filter((name) => !name.startsWith("."))
    .flatMap((name) =>
      name.startsWith("@")
        ? readdirSync(join(modules, name)).map((inner) => `${name}/${inner}`)
        : [name],
    );
}
