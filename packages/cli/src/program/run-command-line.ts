import { type ExitCode, exitCodes } from "../failure/exit-codes.js";
import { type GuardedTerminal, guardTerminal } from "../terminal/guard-terminal.js";
import { readColorFlag } from "../terminal/screen.js";
import type { Terminal } from "../terminal/terminal.js";
import { errorMessage } from "../text/messages.js";
import { paragraph } from "../text/prose.js";
import { acceptWireNames } from "./accept-wire-names.js";
import { findCommand, toCommandNames } from "./command-names.js";
import { createProgram } from "./create-program.js";
import type { Failure } from "./failure.js";
import { refuseSecretFlags } from "./refuse-secret-flags.js";
import { toFailure } from "./to-failure.js";

/**
 * Runs one command line, such as `["sign", "payload.json"]`, and returns its exit code. Never throws: errors are printed.
 */
export async function runCommandLine(
  given: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
  const args = acceptWireNames(given);
  const guarded = guardTerminal(terminal, { color: readColorFlag(args) });
  let ended: ExitCode = exitCodes.ok;
  const printed: Promise<void>[] = [];
  const { program } = createProgram(guarded, {
    // Not guarded, which would escape the colors.
    out: (text) => printed.push(terminal.out(text)),
    err: (text) => terminal.err(text),
    end: (exitCode) => {
      ended = exitCode;
    },
  });
  try {
    refuseSecretFlags(given);
    try {
      await program.parseAsync(args, { from: "user" });
    } finally {
      await Promise.all(printed);
    }
    return ended;
  } catch (error) {
    const names = toCommandNames(findCommand(program, args));
    return await reportFailure(toFailure(error, guarded, names), args, guarded);
  }
}

async function reportFailure(
  { exitCode, code, message, details }: Failure,
  args: readonly string[],
  terminal: GuardedTerminal,
): Promise<ExitCode> {
  if (message !== "") {
    terminal.note(exitCode === exitCodes.interrupted ? paragraph(message) : errorMessage(message));
  }
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
