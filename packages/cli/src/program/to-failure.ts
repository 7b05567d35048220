import { isNumipayError } from "@numipay/core";
import { CommanderError } from "commander";
import { responseLost } from "../command/print-result.js";
import { CommandFailure } from "../failure/command-failure.js";
import { exitCodes } from "../failure/exit-codes.js";
import { isSystemError, secretFileOptions } from "../options/name-option.js";
import { toSystemProblem } from "../failure/system-problem.js";
import type { Terminal } from "../terminal/terminal.js";
import type { CommandNames } from "./command-names.js";
import type { Failure } from "./failure.js";
import { toLibraryFailure } from "./library-failure.js";
import { toParserFailure } from "./parser-failure.js";

/** Converts a thrown value. Only a bug of this command prints a stack trace, and only with NUMIPAY_DEBUG. */
export function toFailure(thrown: unknown, terminal: Terminal, names: CommandNames): Failure {
  const error = fromAbort(thrown, terminal.signal);
  if (error instanceof CommandFailure) {
    const { exitCode, code, message } = error;
    return { exitCode, code, message };
  }
  if (error instanceof CommanderError) return toParserFailure(error, names.words);
  if (isNumipayError(error)) return toLibraryFailure(error, names);
  return fromSystem(error, names) ?? fromDefect(error, terminal);
}

/** After Ctrl-C, the interrupted operation throws its own error. The signal's reason is the cause. */
function fromAbort(thrown: unknown, signal: AbortSignal): unknown {
  const isMoney =
    (isNumipayError(thrown) && thrown.code === "outcome_unknown") ||
    (thrown instanceof CommandFailure && thrown.code === responseLost);
  return signal.aborted && !isMoney ? signal.reason : thrown;
}

function fromSystem(error: unknown, names: CommandNames): Failure | undefined {
  if (!isSystemError(error)) return undefined;
  const { code } = error;
  const advice = code === "EADDRINUSE" ? toPortAdvice(names) : toSecretAdvice(error);
  const message = `${toFailedAction(error)}: ${toSystemProblem(code)}.${advice}`;
  return { exitCode: exitCodes.usage, code: code.toLowerCase(), message };
}

function toPortAdvice(names: CommandNames): string {
  const flag = names.of("port") ?? names.of("listen");
  return flag === undefined ? "" : ` Choose another one with ${flag}.`;
}

/** The value of such an option is not repeated, because it may be the secret itself. */
function toSecretAdvice({ path = "" }: NodeJS.ErrnoException): string {
  return secretFileOptions.includes(path)
    ? " Pass the path of a file, not the secret itself, or - for standard input."
    : "";
}

function toFailedAction(
  error: NodeJS.ErrnoException & { address?: string; port?: number },
): string {
  const { path, syscall, address, port } = error;
  if (path !== undefined) return `Cannot ${syscall === "write" ? "write" : "access"} ${path}`;
  if (address === undefined) return `The system call ${syscall} failed`;
  return `Cannot ${syscall === "listen" ? "listen on" : "connect to"} ${address}:${port}`;
}

function fromDefect(error: unknown, { env }: Terminal): Failure {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const isDebug = (env["NUMIPAY_DEBUG"] ?? "") !== "";
  return {
    exitCode: exitCodes.defect,
    code: "defect",
    message: isDebug
      ? (stack ?? message)
      : `${message}\nThis is a bug in the command. Set NUMIPAY_DEBUG=1 to see the stack trace.`,
  };
}
