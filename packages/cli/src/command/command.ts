import type { Command } from "commander";
import type { ExitCode } from "../failure/exit-codes.js";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";
import type { ListedCommand } from "./listed-command.js";

/** One call of a command, with its environment. */
export interface Invocation<Options> {
  /** The positional arguments, in order. */
  readonly args: readonly string[];
  readonly options: Options & CommonOptions;
  readonly terminal: GuardedTerminal;
  /** Lists every command of the program. */
  readonly listCommands: () => readonly ListedCommand[];
}

/** The options of every command. */
export interface CommonOptions {
  readonly json?: boolean;
}

/** A paragraph, or names with their descriptions. */
export type Note = string | readonly (readonly [name: string, description: string])[];

/** A command or a group of commands. Each has its own file in `commands/`. */
export interface CommandDefinition {
  /** The name and its arguments, such as `sign [file]`. */
  readonly usage: string;
  /** The line of the overview, without a full stop. */
  readonly summary: string;
  /** What the command does, below its summary. */
  readonly notes?: readonly Note[];
  /** Complete command lines. */
  readonly examples?: readonly string[];
  /** The README's section, such as `debug-a-signature`. Defaults to that of the group. */
  readonly docs?: string;
  /** Values that shell completion offers, by argument (`event`) or option (`--skip`). */
  readonly suggestions?: Readonly<Partial<Record<string, readonly string[]>>>;
  /** False for a command whose output is for a shell. Defaults to `true`. */
  readonly hasJson?: boolean;
  /** The commands of a group. A group has no `run`. */
  readonly commands?: readonly CommandDefinition[];
  /** Declares the options, except `--json` and `--help`. */
  readonly declare?: (command: Command) => void;
  /** Throws a `CommandFailure` or an error of the library when the command fails. */
  readonly run?: (invocation: Invocation<Record<string, unknown>>) => Promise<ExitCode>;
}

/** Defines a command with the type of the options that its `declare` declares. */
export function defineCommand<Options extends object>(
  definition: Omit<CommandDefinition, "run" | "commands"> & {
    run: (invocation: Invocation<Options>) => Promise<ExitCode>;
  },
): CommandDefinition {
  const { run, ...rest } = definition;
  return { ...rest, run: (invocation) => run(invocation as unknown as Invocation<Options>) };
}
