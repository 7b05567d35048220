import { createProcessTerminal } from "./terminal/process-terminal.js";
import { runCommandLine } from "./program/run-command-line.js";

const exitCode = await runCommandLine(process.argv.slice(2), createProcessTerminal());
// Not process.exit(), which discards output that a pipe has not received yet.
process.exitCode = exitCode;
