// Takes the examples out of the pages, compiles them against the built packages, and runs them as a user would.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { quietEnvironment, runProgram, toolPath } from "./run-program.mjs";
import { readWorkspaces } from "./read-repository.mjs";
import { readBlocks } from "./read-markdown.mjs";
import { serveExample } from "./serve-example.mjs";

const timeoutMs = 20_000;
const languages = { ts: "ts", typescript: "ts", js: "js", javascript: "js" };

/** What an example may take from its environment. The gateway's address is a port where nothing listens. */
const exampleEnvironment = {
  ...quietEnvironment,
  NUMIPAY_API_KEY: "an-api-key-for-the-examples",
  NUMIPAY_BASE_URL: "http://127.0.0.1:9",
  NUMIPAY_SIGNATURE_PASSWORD: "a-signature-password-for-the-examples",
};

/**
 * @typedef {{ page: string, line: number, extension: string, isRun: boolean, isServed: boolean, text: string }} Example
 */

/** The examples of all pages, and what is wrong with the way they are written. */
export function collectExamples(pages) {
  /** @type {Example[]} */
  const examples = [];
  const problems = [];
  for (const { file, text } of pages) {
    let current;
    for (const block of readBlocks(text)) {
      const extension = languages[block.language];
      if (extension === undefined) continue;
      const problem = problemOf(block, extension, current);
      if (problem !== undefined) problems.push(`${file}:${block.line}  ${problem}`);
      else if (startsWithImport(block)) {
        const isRun = !block.flags.includes("no-run");
        const isServed = block.flags.includes("serve");
        current = {
          page: file,
          line: block.line,
          extension,
          isRun,
          isServed,
          text: atItsLine(block),
        };
        examples.push(current);
      } else
        current.text = `${current.text.trimEnd()}${"\n".repeat(lineGap(current, block))}${block.text}\n`;
    }
  }
  return { examples, problems };
}

function problemOf(block, extension, current) {
  const isNoRun = block.flags.includes("no-run");
  if (isNoRun && block.reason === undefined) {
    return "a no-run block has its reason right before it: <!-- why it cannot run here -->";
  }
  if (startsWithImport(block)) return undefined;
  if (current === undefined) return "an example begins with its imports";
  if (isNoRun || current.extension !== extension) {
    return "this block goes on with the example before it, so it is of the same kind; or it begins with its imports";
  }
  return undefined;
}

function startsWithImport({ text }) {
  return /^import\b/.test(withoutLeadingComments(text));
}

function withoutLeadingComments(text) {
  for (let code = text.trimStart(); ;) {
    const end = code.startsWith("//") ? "\n" : code.startsWith("/*") ? "*/" : undefined;
    if (end === undefined) return code;
    const at = code.indexOf(end);
    code = at === -1 ? "" : code.slice(at + end.length).trimStart();
  }
}

/** Empty lines before it, so that the compiler's line numbers are those of the page. */
function atItsLine({ text, line }) {
  return `${"\n".repeat(line - 1)}${text}\n`;
}

function lineGap(current, block) {
  return block.line - current.text.trimEnd().split("\n").length;
}

/** @param {Example[]} examples */
export async function checkExamples(root, examples) {
  // Inside the house, for the settings; a folder of its own, for two checks at a time.
  mkdirSync(join(root, ".docs-examples"), { recursive: true });
  const folder = mkdtempSync(join(root, ".docs-examples", "run-"));
  try {
    return await checkIn(folder, root, examples);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function checkIn(folder, root, examples) {
  const failures = [];
  let ran = 0;
  for (const page of new Set(examples.map((example) => example.page))) {
    const own = examples.filter((example) => example.page === page);
    const dir = join(folder, page.replaceAll(/[^\w]+/g, "-"));
    writeExamples(root, dir, page, own);
    const compiler = [toolPath("tsc"), "-p", dir];
    const compiled = await runProgram(process.execPath, compiler, { cwd: dir });
    if (compiled.code !== 0) {
      const lines = compiled.output.trim().split("\n");
      failures.push(...lines.map((line) => atPage(page, line)));
      continue;
    }
    for (const example of own.filter(({ isRun }) => isRun)) {
      ran += 1;
      const failure = await runExample(dir, example);
      if (failure !== undefined) failures.push(`${page}:${example.line}  ${failure}`);
    }
  }
  return { ran, failures };
}

const nameOf = ({ line }) => `line-${line}`;

function writeExamples(root, dir, page, examples) {
  mkdirSync(join(dir, "src"), { recursive: true });
  linkPackages(root, dir, page);
  linkGenerated(root, dir, page);
  writeFileSync(join(dir, "package.json"), JSON.stringify({ type: "module", private: true }));
  writeFileSync(join(dir, "tsconfig.json"), JSON.stringify(compilerOptions(root)));
  for (const example of examples) {
    writeFileSync(join(dir, "src", `${nameOf(example)}.${example.extension}`), example.text);
  }
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

/** Undefined when it ended well. */
async function runExample(dir, example) {
  const script = join(dir, "out", `${nameOf(example)}.js`);
  if (example.isServed) {
    return serveExample(script, { cwd: dir, env: exampleEnvironment, timeoutMs });
  }
  const { code, output } = await runProgram(process.execPath, [script], {
    cwd: dir,
    env: exampleEnvironment,
    timeoutMs,
  });
  if (code === 0) return undefined;
  if (code === null)
    return `the example does not end within ${timeoutMs / 1000} s\n${output.trim()}`;
  return `the example ends with ${code}\n${output.trim()}`;
}

/** `src/line-12.ts(14,3): error …` is line 14 of the page. */
function atPage(page, line) {
  return line.replace(/^src\/line-\d+\.[jt]s\((\d+),\d+\)/, `${page}:$1`);
}
