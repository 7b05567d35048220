import { Command } from "commander";
import { readFileSync } from "node:fs";
import type { CommandDefinition, CommonOptions } from "../command/command.js";
import { commands } from "./commands.js";
import type { ExitCode } from "../failure/exit-codes.js";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";

/** Receives the parser's output and the exit code. */
interface ProgramOutput {
  write(text: string): void;
  end(exitCode: ExitCode): void;
}

const about = `Command line tools for the Numipay payment gateway.

Secrets come from the environment or from files, never from options. Set
NUMIPAY_API_KEY and NUMIPAY_SIGNATURE_PASSWORD. Set the gateway's base URL with
NUMIPAY_BASE_URL or --base-url, and a contract override with NUMIPAY_CONTRACT or
--contract.`;

/** Creates the parser with every command. It throws a CommanderError instead of printing one. */
export function createProgram(terminal: GuardedTerminal, output: ProgramOutput): Command {
  const program = new Command("numipay")
    .description(about)
    .version(readVersion(), "-V, --version", "Show the version.")
    .helpOption("-h, --help", "Show this help.")
    .helpCommand("help [command]", "Show the help of a command")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.write(text),
      // toFailure reports errors without their values. Help on standard error is printed here.
      writeErr: (text) => {
        if (!text.startsWith("error:")) terminal.err(text);
      },
    })
    .configureHelp({ helpWidth: 80, showGlobalOptions: false })
    .showSuggestionAfterError();
  for (const definition of commands) addCommand(program, definition, terminal, output);
  return program;
}

function addCommand(
  parent: Command,
  definition: CommandDefinition,
  terminal: GuardedTerminal,
  output: ProgramOutput,
): void {
  const command = parent
    .command(definition.usage)
    .summary(definition.summary)
    .description(`${definition.summary}.`)
    .helpOption("-h, --help", "Show this help.");
  const { examples = [], notes, run, commands: inner = [] } = definition;
  definition.declare?.(command);
  for (const child of inner) addCommand(command, child, terminal, output);
  if (run !== undefined) {
    command.option("--json", "Print JSON instead of text: one document, or one per line.");
    command.action(async () => {
      const options: Record<string, unknown> & CommonOptions = command.opts();
      output.end(await run({ args: command.args, options, terminal }));
    });
  }
  if (notes !== undefined) command.addHelpText("after", `\n${notes}`);
  if (examples.length > 0) {
    const lines = examples.map((example) => `  $ ${example}`).join("\n");
    command.addHelpText("after", `\nExamples:\n${lines}`);
  }
}

function readVersion(): string {
  const manifest = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}
