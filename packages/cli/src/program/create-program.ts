import { Command } from "commander";
import { readFileSync } from "node:fs";
import type { CommandDefinition, CommonOptions } from "../command/command.js";
import { commands } from "./commands.js";
import type { ExitCode } from "../failure/exit-codes.js";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";

/** What the parser prints and how a command ended. */
interface ProgramOutput {
  write(text: string): void;
  end(exitCode: ExitCode): void;
}

const about = `The Numipay gateway at the command line.

Secrets are read from the environment and never from an option: NUMIPAY_API_KEY,
NUMIPAY_SIGNATURE_PASSWORD. The gateway's address is NUMIPAY_BASE_URL, or
--base-url. What it does differently is in the file of NUMIPAY_CONTRACT, or
--contract.`;

/** The parser with every command in it. Faults are thrown as CommanderError and printed by nobody. */
export function createProgram(terminal: GuardedTerminal, output: ProgramOutput): Command {
  const program = new Command("numipay")
    .description(about)
    .version(readVersion(), "-V, --version", "Show the version.")
    .helpOption("-h, --help", "Show this help.")
    .helpCommand("help [command]", "Show the help of a command")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.write(text),
      // The parser's faults are told by toFailure, which keeps values out of them; help on standard error is told here.
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
    command.option("--json", "Print one JSON document (or one a line) instead of text.");
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
