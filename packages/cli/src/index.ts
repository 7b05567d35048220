export { exitCodes, type ExitCode } from "./failure/exit-codes.js";
export { listCommands, type ListedCommand, type ListedOption } from "./program/list-commands.js";
export { runCommandLine } from "./program/run-command-line.js";
export { createProcessTerminal } from "./terminal/process-terminal.js";
export type { Terminal } from "./terminal/terminal.js";
