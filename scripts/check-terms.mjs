// Finds the terms that docs/writing-style.md says to avoid, in all that a person reads: `npm test -- terms`.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { TextlintKernel } from "@textlint/kernel";
import terminology from "textlint-rule-terminology";
import { readProse } from "./prose/read-prose.mjs";
import { readGlossary, toTerms } from "./prose/terms.mjs";
import { reportFindings } from "./read-repository.mjs";

// A CommonJS module, whose default export Node and Vitest import differently.
const require = createRequire(import.meta.url);
const { default: textPlugin } = require("@textlint/textlint-plugin-text");

const proseFiles = /\.(?:md|ts|mts|js|mjs|ya?ml)$/;

/** The glossary and the tests of this check, what was written for releases that are out, and what a generator writes from a file that is checked. */
const unchecked =
  /^docs\/writing-style\.md$|^scripts\/(?:measure-words|test\/check-terms\.test)\.mjs$|(?:^|\/)CHANGELOG\.md$|\.generated\.|^pnpm-lock\.yaml$/;

/** Every file of a repository that holds prose, also if it is new, unless git ignores it. */
export function listProseFiles(root) {
  const args = ["ls-files", "--cached", "--others", "--exclude-standard"];
  return execFileSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 100_000_000 })
    .split("\n")
    .filter((file) => proseFiles.test(file) && !unchecked.test(file))
    .filter((file) => existsSync(join(root, file)));
}

/** @returns {Promise<import("./read-repository.mjs").Finding[]>} */
export async function findTerms(root, files) {
  const glossary = readGlossary(join(root, "docs/writing-style.md"));
  const kernel = new TextlintKernel();
  const findings = [];
  for (const file of files) {
    const prose = readProse(join(root, file));
    // One line a piece, so that a line of the result leads back to the piece.
    const text = prose.map((piece) => withoutPhrases(piece.text, glossary.exceptions)).join("\n");
    const { messages } = await kernel.lintText(text, {
      ext: ".txt",
      plugins: [{ pluginId: "text", plugin: textPlugin }],
      rules: [
        {
          ruleId: "terminology",
          rule: terminology,
          options: { defaultTerms: false, terms: toTerms(glossary) },
        },
      ],
    });
    for (const { line, message } of messages) {
      findings.push({ file, line: prose[line - 1].line, rule: "term", advice: message });
    }
  }
  return findings;
}

function withoutPhrases(text, phrases) {
  return phrases.reduce((rest, phrase) => rest.replaceAll(phrase, "·"), text);
}

if (resolve(process.argv[1] ?? "") === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const under = process.argv.slice(2);
  const files = listProseFiles(root).filter(
    (file) => under.length === 0 || under.some((folder) => file.startsWith(folder)),
  );
  const findings = await findTerms(root, files);
  reportFindings(findings, `${files.length} files use the terms of docs/writing-style.md.`);
}
