export { exitCodes, type ExitCode } from "./failure/exit-codes.js";
export type { ListedArgument, ListedCommand, ListedOption } from "./command/listed-command.js";
export { listCommands } from "./program/list-commands.js";
export { runCommandLine } from "./program/run-command-line.js";
export { createProcessTerminal } from "./terminal/process-terminal.js";
export type { Terminal } from "./terminal/terminal.js";
