import type { Command } from "commander";
import { createProgram } from "./create-program.js";
import { guardTerminal } from "../terminal/guard-terminal.js";
import type { Terminal } from "../terminal/terminal.js";

/** A command with its arguments and options. */
export interface ListedCommand {
  /** The command's words, such as `["payments", "hosted"]`. Empty for `numipay` itself. */
  readonly words: readonly string[];
  readonly arguments: readonly { readonly name: string; readonly isRequired: boolean }[];
  readonly options: readonly ListedOption[];
}

/** One option of a command. */
export interface ListedOption {
  /** The long form, such as `--to`. */
  readonly flag: string;
  /** The placeholder of its value, such as `url`. Undefined if it takes none. */
  readonly value: string | undefined;
  readonly isRequired: boolean;
  /** The accepted values. Undefined if any value is accepted. */
  readonly choices: readonly string[] | undefined;
}

/** Lists every command with its arguments and options, for shell completions, documentation and tests. */
export function listCommands(): ListedCommand[] {
  const program = createProgram(guardTerminal(silentTerminal), {
    write: () => undefined,
    end: () => undefined,
  });
  return listFrom(program, []);
}

function listFrom(command: Command, words: readonly string[]): ListedCommand[] {
  const listed: ListedCommand = {
    words,
    arguments: command.registeredArguments.map((argument) => ({
      name: argument.name(),
      isRequired: argument.required,
    })),
    options: command.options.map((option) => ({
      flag: option.long ?? option.flags,
      value: valueName(option.flags),
      isRequired: option.mandatory,
      choices: option.argChoices,
    })),
  };
  const inner = command.commands.flatMap((one) => listFrom(one, [...words, one.name()]));
  return [listed, ...inner];
}

/** No command runs, so nothing is printed. */
const silentTerminal: Terminal = {
  env: {},
  isStdinTty: false,
  isStdoutTty: false,
  isStderrTty: false,
  columns: 80,
  signal: new AbortController().signal,
  out: () => Promise.resolve(),
  err: () => undefined,
  redraw: () => undefined,
  readStdin: () => Promise.resolve(new Uint8Array()),
};

/** The `duration` of `--timeout <duration>`. Undefined for a boolean option. */
function valueName(flags: string): string | undefined {
  const start = flags.indexOf("<");
  return start === -1 ? undefined : flags.slice(start + 1, flags.indexOf(">", start));
}
