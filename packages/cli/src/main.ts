import { createProcessTerminal } from "./terminal/process-terminal.js";
import { runCommandLine } from "./program/run-command-line.js";

const exitCode = await runCommandLine(process.argv.slice(2), createProcessTerminal());
// Not process.exit(): what was written to a pipe may still be on its way.
process.exitCode = exitCode;
