// Every public export is shown at work, in a sample app, a README or a guide, or has its reason in docs/unused-exports.txt. A
// sample app is an app with a demo. What is public is read from docs/public-exports, which has a check of its own.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync, Visitor } from "oxc-parser";
import {
  repositoryPath,
  listSourceFiles,
  readWorkspaces,
  reportFindings,
} from "./read-repository.mjs";
import { readBlocks } from "./read-markdown.mjs";

const reasonsFile = "docs/unused-exports.txt";
const codeLanguages = ["ts", "typescript", "js", "javascript"];

const advice = {
  "no reason": `Use it in a sample app, a README or a guide, or add a line to ${reasonsFile}: the export, a colon, and why none uses it.`,
  "is used": `A sample app, a README or a guide uses it now: delete the line from ${reasonsFile}.`,
  "is gone": `No package exports it: delete the line from ${reasonsFile}.`,
  "not a reason": "Write one line an export, in alphabetical order: the export, a colon, a reason.",
};

/** @returns {import("./read-repository.mjs").Finding[]} */
export function findUnusedExports(root) {
  const exported = readExports(root);
  const used = findUses(root);
  const { reasons, wrong } = readReasons(root);
  const isUsed = (line) => used.has(line.replace(" type ", " "));
  const toFinding = (line, what, kind) => ({
    file: reasonsFile,
    line,
    rule: `${kind}: ${what}`,
    advice: advice[kind],
  });
  return [
    ...wrong.map(({ line, text }) => toFinding(line, text, "not a reason")),
    ...exported
      .filter((one) => !isUsed(one) && !reasons.has(one))
      .map((one) => toFinding(1, one, "no reason")),
    ...[...reasons].flatMap(([one, line]) => {
      if (!exported.includes(one)) return [toFinding(line, one, "is gone")];
      return isUsed(one) ? [toFinding(line, one, "is used")] : [];
    }),
  ];
}

/** One line an export, such as `@numipay/core type Inbox`. */
function readExports(root) {
  const folder = join(root, "docs", "public-exports");
  return readdirSync(folder)
    .toSorted()
    .flatMap((name) => readFileSync(join(folder, name), "utf8").trimEnd().split("\n"));
}

function readReasons(root) {
  const path = join(root, reasonsFile);
  const lines = existsSync(path) ? readFileSync(path, "utf8").trimEnd().split("\n") : [];
  const reasons = new Map();
  const wrong = [];
  let before = "";
  for (const [index, text] of lines.entries()) {
    if (text === "" || text.startsWith("#")) continue;
    const name = /^(@numipay\/\S+ (?:type )?\w+): \S/.exec(text)?.[1];
    if (name === undefined || name <= before) wrong.push({ line: index + 1, text });
    if (name === undefined) continue;
    before = name;
    reasons.set(name, index + 1);
  }
  return { reasons, wrong };
}

/** What is imported by its name, such as `@numipay/core Inbox`. */
function findUses(root) {
  const used = new Set();
  for (const { dir, kind } of readWorkspaces(root)) {
    const readme = join(dir, "README.md");
    const isSample = kind === "apps" && existsSync(join(dir, "demo"));
    const sources = isSample
      ? ["src", "demo"].flatMap((part) => listSourceFiles(join(dir, part)))
      : [];
    for (const path of sources) addUses(used, path, readFileSync(path, "utf8"));
    if (existsSync(readme)) addUsesOfPage(used, root, readme);
  }
  const front = join(root, "README.md");
  if (existsSync(front)) addUsesOfPage(used, root, front);
  const guides = join(root, "docs", "guides");
  if (existsSync(guides)) {
    for (const name of readdirSync(guides)) addUsesOfPage(used, root, join(guides, name));
  }
  return used;
}

function addUsesOfPage(used, root, path) {
  for (const { language, text } of readBlocks(readFileSync(path, "utf8"))) {
    if (codeLanguages.includes(language)) addUses(used, `${repositoryPath(root, path)}.ts`, text);
  }
}

function addUses(used, path, text) {
  const add = (source, name) => used.add(`${source} ${name}`);
  const addAll = ({ source, specifiers }, nameOf) => {
    if (!source?.value.startsWith("@numipay/")) return;
    for (const specifier of specifiers) {
      const name = nameOf(specifier)?.name;
      if (name !== undefined) add(source.value, name);
    }
  };
  new Visitor({
    ImportDeclaration: (node) => addAll(node, ({ imported }) => imported),
    ExportNamedDeclaration: (node) => addAll(node, ({ local }) => local),
    // declare module "@numipay/core" { interface Register … }
    TSModuleDeclaration({ id, body }) {
      if (id.type !== "Literal" || body?.type !== "TSModuleBlock") return;
      for (const part of body.body) {
        if (part.type === "TSInterfaceDeclaration") add(id.value, part.id.name);
      }
    },
  }).visit(parseSync(path, text).program);
  // Types in JSDoc, and in TypeScript: import("@numipay/core").Inbox
  for (const [, source, name] of text.matchAll(/\bimport\("(@numipay\/[^"]+)"\)\.(\w+)/g)) {
    add(source, name);
  }
}

if (resolve(process.argv[1] ?? "") === fileURLToPath(import.meta.url)) {
  const root = resolve(process.argv[2] ?? fileURLToPath(new URL("..", import.meta.url)));
  reportFindings(
    findUnusedExports(root),
    "Every public export is used by a sample app, a README or a guide, or has its reason.",
  );
}
