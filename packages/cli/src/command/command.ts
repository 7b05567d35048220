import type { Command } from "commander";
import type { ExitCode } from "../failure/exit-codes.js";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";

/** One call of a command: what was given, and the world to work in. */
export interface Invocation<Options> {
  /** The arguments without the options, in order. */
  readonly args: readonly string[];
  readonly options: Options & CommonOptions;
  readonly terminal: GuardedTerminal;
}

/** What every command takes. */
export interface CommonOptions {
  readonly json?: boolean;
}

/** A command, or a group of them: one file each, under `commands/`. */
export interface CommandDefinition {
  /** As it is typed, arguments included: `sign [file]`. */
  readonly usage: string;
  /** One line of the overview, without a full stop. */
  readonly summary: string;
  /** Complete lines, as they are typed. */
  readonly examples?: readonly string[];
  /** More paragraphs under the options. */
  readonly notes?: string;
  /** A group has commands of its own and does nothing itself. */
  readonly commands?: readonly CommandDefinition[];
  /** Declares the options. `--json` and `--help` are there already. */
  readonly declare?: (command: Command) => void;
  /** Throws a `CommandFailure`, or an error of the library, for whatever goes wrong. */
  readonly run?: (invocation: Invocation<Record<string, unknown>>) => Promise<ExitCode>;
}

/** A command with the type of its options, as its `declare` declares them. */
export function defineCommand<Options extends object>(
  definition: Omit<CommandDefinition, "run" | "commands"> & {
    run: (invocation: Invocation<Options>) => Promise<ExitCode>;
  },
): CommandDefinition {
  const { run, ...rest } = definition;
  return { ...rest, run: (invocation) => run(invocation as unknown as Invocation<Options>) };
}
