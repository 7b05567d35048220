import type { CommanderError } from "commander";
import { exitCodes } from "../failure/exit-codes.js";
import type { Failure } from "./failure.js";

/** The parser's sentences, rewritten to begin with the option as the user writes it. */
const rewrites: readonly (readonly [RegExp, string])[] = [
  [/^missing required argument '(.*)'$/s, "The argument <$1> is missing."],
  [/^required option '(.*)' not specified$/s, "$1 is missing."],
  [/^option '(\S+) (.*)' argument missing$/s, "$1 needs a value: $1 $2."],
  // Such a value may be a password, or contain one.
  [/^option '(\S+) <name=value>' argument '.*' is invalid\. (.*)$/s, "$1 is not valid. $2"],
  [/^option '(\S+) <url>' argument '[^@]*@.*' is invalid\. (.*)$/s, "$1 is not valid. $2"],
  [/^option '(\S+) .*?' argument '(.*)' is invalid\. (.*)$/s, "$1 '$2' is not valid. $3"],
  [
    /^command-argument value '(.*)' is invalid for argument '(.*?)'\. (.*)$/s,
    "<$2> '$1' is not valid. $3",
  ],
];

/** Converts an error of the parser. Help ends the command without a message. */
export function toParserFailure(error: CommanderError, words: readonly string[]): Failure {
  const isHelp = error.exitCode === 0 || error.code === "commander.help";
  if (isHelp) {
    const exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    return { exitCode, code: "usage", message: "" };
  }
  const plain = hideValues(error.message.replace(/^error: /, ""));
  const message = rewrites
    .reduce((text, [from, to]) => text.replace(from, to), withoutCredentials(plain))
    .replace(/Allowed choices are (.*)\.$/, "Use one of $1.");
  const command = ["numipay", ...words].join(" ");
  return {
    exitCode: exitCodes.usage,
    code: "usage",
    message: `${toSentences(message)}\nRun ${command} --help to see its usage.`,
  };
}

/** Removes what precedes the last @ of an invalid value: in a URL, it may be a password. */
function withoutCredentials(message: string): string {
  const [head = ""] =
    /^(?:option '\S+ [^']*' argument|command-argument value) '/.exec(message) ?? [];
  const at = message.lastIndexOf("@", message.lastIndexOf("' is invalid"));
  return head === "" || at < head.length ? message : head + message.slice(at + 1);
}

/** The text after `--pasword=`, `-p` or `--password` may be a secret, and so may a word that is no command. */
function hideValues(message: string): string {
  return message
    .replace(/(option '--?[^'=]*)=[^]*'/, "$1'")
    .replace(/(unknown option '-[^-])[^]*'/u, "$1'")
    .replace(/^unknown option '(--[^]*)'/, (_, flag: string) => `unknown option '${cutFlag(flag)}'`)
    .replace(/^unknown command '([^]*?)'(?=\n|$)/, (whole, word: string) =>
      /^[a-z][a-z-]{0,23}$/.test(word) ? whole : "unknown command",
    );
}

/** Cuts a flag at the first character that no flag has, and after the name of a secret. */
function cutFlag(flag: string): string {
  const name = /^--[a-z-]*/i.exec(flag)?.[0] ?? "--";
  const secret =
    /^--(?:api-?key|key|signature-?password|pass(?:word|wd)?|secret|token|card(?:-?number)?|cvv|cvc|pan)/i;
  return secret.exec(name)?.[0] ?? name;
}

/** `unknown command 'sgin'` and a suggestion in parentheses, as two sentences. */
function toSentences(message: string): string {
  const [first = "", ...rest] = message.split(/\n\(|\)$/).filter((part) => part !== "");
  const sentences = [first.charAt(0).toUpperCase() + first.slice(1), ...rest];
  return sentences.map((text) => (/[.?]$/.test(text) ? text : `${text}.`)).join(" ");
}
