import type { ListedCommand } from "../command/listed-command.js";
import { guardTerminal } from "../terminal/guard-terminal.js";
import type { Terminal } from "../terminal/terminal.js";
import { createProgram } from "./create-program.js";
import { toListedCommands } from "./to-listed-commands.js";

/** Lists every command with its arguments and options, for shell completions, documentation and tests. */
export function listCommands(): ListedCommand[] {
  const { program, definitions } = createProgram(guardTerminal(silentTerminal), {
    out: () => undefined,
    err: () => undefined,
    end: () => undefined,
  });
  return toListedCommands(program, definitions);
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
