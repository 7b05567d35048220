// The glossary of docs/writing-style.md as a configuration of textlint-rule-terminology.
import { readFileSync } from "node:fs";

/**
 * @typedef {{ avoid: string[], write: string }} Term
 * @typedef {{ terms: Term[], exceptions: string[] }} Glossary
 */

/** @returns {Glossary} */
export function readGlossary(path) {
  const page = readFileSync(path, "utf8");
  const rowsOf = (heading) =>
    (page.split(`\n## ${heading}\n`)[1] ?? "")
      .split("\n## ")[0]
      .split("\n")
      .filter((line) => line.startsWith("| ") && !line.startsWith("| -"))
      .slice(1)
      .map((line) =>
        line
          .split("|")
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
  const toPhrases = (cell) => cell.split(",").map((phrase) => phrase.trim());
  const terms = rowsOf("Glossary").map(([avoid, write]) => ({ avoid: toPhrases(avoid), write }));
  const exceptions = rowsOf("Exceptions").flatMap(([phrases]) => toPhrases(phrases));
  if (terms.length === 0) throw new Error(`${path} has no table under "## Glossary".`);
  return { terms, exceptions };
}

/**
 * The rule's `terms`: a pattern and what to write instead. One of them must be a plain word, or the rule looks for an empty
 * one without end.
 * @param {Glossary} glossary
 */
export function toTerms({ terms }) {
  return [
    "WebSocket",
    ...terms.map(({ avoid, write }) => [`(?<![\\w-])(?:${avoid.join("|")})(?![\\w-])`, write]),
  ];
}
