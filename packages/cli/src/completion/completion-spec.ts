import type { ListedCommand } from "../command/listed-command.js";

/** A shell whose completions can be printed. */
export type Shell = "bash" | "zsh" | "fish";

/** What a shell offers for a value. */
export type ValueKind = "files" | "folders" | "words" | "nothing";

/** An option or an argument, as a shell completes it. */
export interface CompletedValue {
  readonly kind: ValueKind;
  /** The values to offer. Empty unless the kind is `words`. */
  readonly words: readonly string[];
}

/** An option, as a shell completes it. */
export interface CompletedOption {
  readonly flag: string;
  readonly description: string;
  /** Undefined if the option takes no value. */
  readonly value: CompletedValue | undefined;
}

/** A command, as a shell completes it. */
export interface CompletedCommand {
  /** Such as `payments hosted`. Empty for `numipay` itself. */
  readonly path: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  /** The first positional argument. Undefined if there is none. */
  readonly argument: CompletedValue | undefined;
  /** The names and summaries of its subcommands. */
  readonly inner: readonly { readonly name: string; readonly summary: string }[];
}

const filePlaceholders = ["file", "ledger", "spec"];

/** Prepares the commands for the scripts: adds `--help` and `help`, and decides where a file name is expected. */
export function toCompletedCommands(listed: readonly ListedCommand[]): CompletedCommand[] {
  const names = listed.filter(({ words }) => words.length === 1).map(({ words }) => words[0] ?? "");
  const help: ListedCommand = {
    words: ["help"],
    summary: "Show the help of a command",
    arguments: [{ name: "command", isRequired: false, suggestions: names }],
    options: [],
  };
  const all = [...listed, help];
  return all.map(({ words, summary, options, arguments: [argument] }) => ({
    path: words.join(" "),
    summary,
    options: [...options.map(toOption), helpOption],
    argument: argument === undefined ? undefined : toValue(argument.name, argument.suggestions),
    inner: all
      .filter((one) => one.words.length === words.length + 1)
      .filter((one) => words.every((word, at) => one.words[at] === word))
      .map((one) => ({ name: one.words.at(-1) ?? "", summary: one.summary })),
  }));
}

const helpOption: CompletedOption = {
  flag: "--help",
  description: "Show this help.",
  value: undefined,
};

function toOption({
  flag,
  value,
  description,
  suggestions,
}: ListedCommand["options"][number]): CompletedOption {
  return {
    flag,
    description,
    value: value === undefined ? undefined : toValue(value, suggestions),
  };
}

function toValue(placeholder: string, words: readonly string[] | undefined): CompletedValue {
  if (words !== undefined) return { kind: "words", words };
  if (placeholder === "directory") return { kind: "folders", words: [] };
  return { kind: filePlaceholders.includes(placeholder) ? "files" : "nothing", words: [] };
}
