// Finds what a skill file names and the packages do not have: an agent would invent the rest.
import { parseSync } from "oxc-parser";
import { readBlocks } from "../read-markdown.mjs";

/**
 * @typedef {object} Api
 * @property {ReadonlySet<string>} exports lines of docs/public-exports: the entry and the name
 * @property {ReadonlySet<string>} words every word of the sources
 * @property {ReadonlySet<string>} commands of the CLI
 */

/**
 * The names in a skill file that do not exist: imports, identifiers in the text, variables and commands.
 *
 * @param {string} skill
 * @param {Api} api
 */
export function findUnknownNames(skill, api) {
  return [
    ...unknownImports(skill, api),
    ...unknownWords(skill, api),
    ...unknownCommands(skill, api),
  ];
}

function unknownImports(skill, { exports }) {
  return readBlocks(skill)
    .filter(({ language }) => language === "ts" || language === "js")
    .flatMap(({ text, language }) =>
      parseSync(`example.${language}`, text).module.staticImports.flatMap(
        ({ moduleRequest, entries }) =>
          entries
            .map(({ importName }) => `${moduleRequest.value} ${importName.name}`)
            .filter((line) => line.startsWith("@numipay/") && !exports.has(line)),
      ),
    );
}

/** Of `payments.direct(request)` and `--timeout`, each word. Code of others, such as SQL and events, is upper case or has a space. */
function unknownWords(skill, { words }) {
  const spans = [...withoutBlocks(skill).matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
  return spans
    .filter((code) => /^(?:--)?[A-Za-z_][\w.-]*(?:\(.*\))?$/.test(code))
    .flatMap((code) => code.replace(/\(.*/, "").replace(/^--/, "").split("."))
    .filter((word) => !words.has(word) && !isForeign(word));
}

function unknownCommands(skill, { commands }) {
  return [...skill.matchAll(/npx @numipay\/cli ([a-z]\S*)/g)]
    .map(([, command = ""]) => command)
    .filter((command) => !commands.has(command.replace(/`.*/, "")));
}

function withoutBlocks(skill) {
  return skill.replaceAll(/^```[^]*?^```$/gm, "");
}

/** Names of the platform and of other packages. */
const foreign = new Set([
  "README",
  "md",
  "express",
  "json",
  "COMMIT",
  "ROLLBACK",
  "BEGIN",
  "maxmemory-policy",
  "noeviction",
]);
const isForeign = (word) => foreign.has(word);
