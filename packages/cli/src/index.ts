export { exitCodes, type ExitCode } from "./exit-codes.js";
export { listCommands, type ListedCommand, type ListedOption } from "./list-commands.js";
export { runCommandLine } from "./run-command-line.js";
export { createProcessTerminal } from "./process-terminal.js";
export type { Terminal } from "./terminal.js";
