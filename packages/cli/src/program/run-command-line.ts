import { createProgram } from "./create-program.js";
import { type ExitCode, exitCodes } from "../failure/exit-codes.js";
import { type GuardedTerminal, guardTerminal } from "../terminal/guard-terminal.js";
import { refuseSecretFlags } from "./refuse-secret-flags.js";
import type { Terminal } from "../terminal/terminal.js";
import { toFailure } from "./to-failure.js";
import { acceptWireNames } from "./accept-wire-names.js";

/**
 * Runs one command line, such as `["sign", "payload.json"]`, and returns its exit code. Never throws: errors are printed.
 */
export async function runCommandLine(
  args: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
  const guarded = guardTerminal(terminal);
  try {
    refuseSecretFlags(args);
    return await runProgram(acceptWireNames(args), guarded);
  } catch (error) {
    return await reportError(error, args, guarded);
  }
}

async function runProgram(args: readonly string[], terminal: GuardedTerminal): Promise<ExitCode> {
  let ended: ExitCode = exitCodes.ok;
  const printed: Promise<void>[] = [];
  const program = createProgram(terminal, {
    write: (text) => printed.push(terminal.out(text)),
    end: (exitCode) => {
      ended = exitCode;
    },
  });
  try {
    await program.parseAsync(args, { from: "user" });
  } finally {
    await Promise.all(printed);
  }
  return ended;
}

async function reportError(
  error: unknown,
  args: readonly string[],
  terminal: GuardedTerminal,
): Promise<ExitCode> {
  const { exitCode, code, message, details } = toFailure(error, terminal);
  if (message !== "") terminal.err(`${message}\n`);
  // With --json, an error is also a document on standard output.
  if (args.includes("--json") && exitCode !== exitCodes.ok && exitCode < exitCodes.interrupted) {
    const document = JSON.stringify({ error: { code, message, ...details } });
    try {
      await terminal.out(`${document}\n`);
    } catch {
      // The output is closed. The exit code still reports the error.
    }
  }
  return exitCode;
}
