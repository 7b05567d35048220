// Holds the documentation: examples compile and run, commands exist, links lead somewhere.
//
// An example is a ```ts or ```js block that begins with its imports; blocks without imports after it go on with it.
// ```ts serve is a webhook server: it listens on PORT, and gets a genuine and a forged delivery.
// ```ts no-run is compiled only, and a comment right before it says why: <!-- waits for a browser -->
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { collectExamples } from "./collect-examples.mjs";
import { hasExamples, readPages } from "./read-pages.mjs";
import {
  readAnchors,
  readBlocks,
  readRelativeLinks,
  readRepositoryLinks,
} from "./read-markdown.mjs";
import { checkExamples } from "./run-examples.mjs";

const root = resolve(process.argv[2] ?? fileURLToPath(new URL("..", import.meta.url)));
const shells = new Set(["sh", "bash", "shell", "console"]);

function deadLinks({ path, file, text }) {
  const links = [
    ...readRelativeLinks(text).map((link) => ({ ...link, from: dirname(path) })),
    ...readRepositoryLinks(text).map((link) => ({ ...link, from: root })),
  ];
  return links.flatMap(({ target, line, from }) => {
    const [name, anchor] = decodeURI(target).split("#");
    const goal = name === "" ? path : join(from, name);
    if (!existsSync(goal)) return [`${file}:${line}  no such file: ${target}`];
    if (!anchor || !goal.endsWith(".md")) return [];
    if (readAnchors(readFileSync(goal, "utf8")).includes(anchor)) return [];
    return [`${file}:${line}  no such heading: ${target}`];
  });
}

/** Commands are typed in the clone's root, or in the folder of the README. */
function deadCommands({ path, file, text }) {
  const scripts = [root, dirname(path)].flatMap((dir) => scriptsOf(dir));
  return readBlocks(text)
    .filter(({ language }) => shells.has(language))
    .flatMap((block) =>
      block.text.split("\n").flatMap((command, index) =>
        namedThings(command)
          .filter(({ script, program }) =>
            script === undefined ? !existsSync(join(root, program)) : !scripts.includes(script),
          )
          .map(
            ({ script, program }) =>
              `${file}:${block.line + index}  no such script: ${script ?? program}`,
          ),
      ),
    );
}

function namedThings(command) {
  const runs = [...command.matchAll(/\bnpm (?:run ([\w:-]+)|(test|start)\b)/g)];
  const programs = [...command.matchAll(/\bnode ((?:scripts|apps|packages|tools)\/[\w./-]+)/g)];
  return [
    ...runs.map((match) => ({ script: match[1] ?? match[2], program: undefined })),
    ...programs.map((match) => ({ script: undefined, program: match[1] })),
  ];
}

function scriptsOf(dir) {
  const path = join(dir, "package.json");
  return existsSync(path) ? Object.keys(JSON.parse(readFileSync(path, "utf8")).scripts ?? {}) : [];
}

/** A decision that is not in the index is not found by the person who is about to undo it. */
function missingFromIndex(pages) {
  const index = pages.find(({ file }) => file === "docs/decisions/README.md")?.text ?? "";
  return pages
    .filter(
      ({ file, path }) =>
        !hasExamples({ file }) && !index.includes(basename(path)) && basename(path) !== "README.md",
    )
    .map(({ file }) => `${file}:1  not in the index: add its line to docs/decisions/README.md`);
}

const pages = readPages(root);
const links = pages.flatMap(({ text }) => [
  ...readRelativeLinks(text),
  ...readRepositoryLinks(text),
]).length;
const { examples, problems } = collectExamples(pages.filter(hasExamples));
const { ran, failures } = await checkExamples(root, examples);
const wrong = [
  ...problems,
  ...failures,
  ...pages.flatMap(deadLinks),
  ...pages.flatMap(deadCommands),
  ...missingFromIndex(pages),
];

if (!existsSync(join(root, "README.md"))) wrong.push("README.md:1  there is no README.md yet");
else if (examples.length === 0)
  wrong.push("README.md:1  no page has an example: the front page shows at least one");

console.log(
  `${pages.length} pages, ${links} links, ${examples.length} examples compiled, ${ran} of them run.`,
);
if (wrong.length > 0) {
  console.error(`\n${wrong.join("\n")}\n\n${wrong.length} found.`);
  process.exitCode = 1;
}
