import { Command } from "commander";
import type { CommandDefinition, CommonOptions } from "../command/command.js";
import type { ExitCode } from "../failure/exit-codes.js";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";
import { commandGroups } from "./command-groups.js";
import { formatHelp } from "./format-help.js";
import { readVersion } from "../command/read-version.js";
import { type Definitions, toListedCommands } from "./to-listed-commands.js";

/** Receives the parser's output and the exit code. */
interface ProgramOutput {
  /** Receives help and the version for standard output. They contain no input, and may contain colors. */
  out(text: string): void;
  /** Receives help for standard error. */
  err(text: string): void;
  end(exitCode: ExitCode): void;
}

/** The parser with every command, and their definitions. */
export interface Program {
  readonly program: Command;
  readonly definitions: Definitions;
}

/** Creates the parser. It throws a CommanderError instead of printing one. */
export function createProgram(terminal: GuardedTerminal, output: ProgramOutput): Program {
  const definitions = new Map<Command, CommandDefinition>();
  const [stdout, stderr] = [terminal.screenOf("stdout"), terminal.screenOf("stderr")];
  const program = new Command("numipay")
    .description("Command line tools for the Numipay payment gateway.")
    .option("--color", "Use colors even if the output is not a terminal.")
    .option("--no-color", "Use no colors. NO_COLOR=1 does the same.")
    .version(readVersion(), "-V, --version", "Show the version.")
    .helpOption("-h, --help", "Show this help.")
    .helpCommand("help [command]", "Show the help of a command")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.out(text),
      // toFailure reports errors without their values. Help on standard error is printed here.
      writeErr: (text) => {
        if (!text.startsWith("error:")) output.err(text);
      },
      getOutHelpWidth: () => stdout.width,
      getErrHelpWidth: () => stderr.width,
      getOutHasColors: () => stdout.hasColors,
      getErrHasColors: () => stderr.hasColors,
    })
    .configureHelp({ formatHelp: (command, help) => formatHelp(command, help, definitions) })
    .showSuggestionAfterError();

  const add = (parent: Command, definition: CommandDefinition): Command => {
    const { usage, summary, run, declare, commands = [], hasJson = true } = definition;
    const command = parent
      .command(usage)
      .summary(summary)
      .description(`${summary}.`)
      .helpOption("-h, --help", "Show this help.");
    definitions.set(command, definition);
    declare?.(command);
    for (const child of commands) add(command, child);
    if (run === undefined) return command;
    if (hasJson) {
      // The default heading, also after options with their own.
      command.optionsGroup("Options:");
      command.option("--json", "Print JSON: one document, or one per line.");
    }
    return command.action(async () => {
      const options: Record<string, unknown> & CommonOptions = command.opts();
      const listCommands = () => toListedCommands(program, definitions);
      output.end(await run({ args: command.args, options, terminal, listCommands }));
    });
  };
  for (const { heading, commands } of commandGroups) {
    for (const definition of commands) add(program, definition).helpGroup(heading);
  }
  return { program, definitions };
}
