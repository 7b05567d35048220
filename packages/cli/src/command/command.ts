import type { Command } from "commander";
import type { ExitCode } from "../failure/exit-codes.js";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";

/** One call of a command, with its environment. */
export interface Invocation<Options> {
  /** The positional arguments, in order. */
  readonly args: readonly string[];
  readonly options: Options & CommonOptions;
  readonly terminal: GuardedTerminal;
}

/** The options of every command. */
export interface CommonOptions {
  readonly json?: boolean;
}

/** A command or a group of commands. Each has its own file in `commands/`. */
export interface CommandDefinition {
  /** The name and its arguments, such as `sign [file]`. */
  readonly usage: string;
  /** The line of the overview, without a full stop. */
  readonly summary: string;
  /** Complete command lines. */
  readonly examples?: readonly string[];
  /** Paragraphs below the options. */
  readonly notes?: string;
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
