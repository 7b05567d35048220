import { createProcessTerminal } from "./terminal/process-terminal.js";
import { runCommandLine } from "./program/run-command-line.js";

const terminal = createProcessTerminal();
const exitCode = await runCommandLine(process.argv.slice(2), terminal);
await terminal.end(exitCode);
