import { isNumipayError, type NumipayError, type NumipayErrorCode } from "@numipay/core";
import { CommanderError } from "commander";
import { CommandFailure } from "../failure/command-failure.js";
import { type ExitCode, exitCodes } from "../failure/exit-codes.js";
import { isSystemError } from "../options/name-option.js";
import type { Terminal } from "../terminal/terminal.js";

/** An error as it is reported: a number and a code for scripts, a sentence for people. */
interface Failure {
  exitCode: ExitCode;
  code: string;
  message: string;
  /** More fields of the `--json` error. */
  details?: Record<string, unknown>;
}

/** The library's errors: the request was rejected (1), the usage is wrong (2), or the outcome is unknown (3). */
const exitCodeOf: Record<NumipayErrorCode, ExitCode> = {
  invalid_option: exitCodes.usage,
  invalid_argument: exitCodes.usage,
  invalid_signature: exitCodes.wrong,
  request_rejected: exitCodes.wrong,
  gateway_fault: exitCodes.unknown,
  connection_failed: exitCodes.unknown,
  timeout: exitCodes.unknown,
  redirect_refused: exitCodes.unknown,
  unexpected_response: exitCodes.unknown,
  outcome_unknown: exitCodes.unknown,
  effect_failed: exitCodes.unknown,
  handler_timeout: exitCodes.unknown,
};

/** The library's options, by their names on the command line. */
const optionNames: Record<string, string> = {
  apiKey: "NUMIPAY_API_KEY",
  baseUrl: "--base-url (NUMIPAY_BASE_URL)",
  signaturePassword: "NUMIPAY_SIGNATURE_PASSWORD",
  timeZone: "--time-zone",
  timeoutMs: "--timeout",
  maxResponseBytes: "--max-response-bytes",
};

const systemErrors: Record<string, string> = {
  ENOENT: "no such file or directory",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a directory",
  ENOTDIR: "part of the path is not a directory",
  ENAMETOOLONG: "the name is too long",
  ELOOP: "too many symbolic links",
  ENOSPC: "no space left on the device",
  EROFS: "the file system is read-only",
  EADDRINUSE: "the port is in use. Choose another one with --port or --listen",
  EADDRNOTAVAIL: "this machine does not have that address",
};

/** Converts a thrown value. Only a bug of this command prints a stack trace, and only with NUMIPAY_DEBUG. */
export function toFailure(thrown: unknown, terminal: Terminal): Failure {
  const error = fromAbort(thrown, terminal.signal);
  if (error instanceof CommandFailure) {
    const { exitCode, code, message } = error;
    return { exitCode, code, message };
  }
  if (error instanceof CommanderError) return fromParser(error);
  if (isNumipayError(error)) return fromLibrary(error);
  return fromSystem(error) ?? fromDefect(error, terminal);
}

/** After Ctrl-C, the interrupted operation throws its own error. The signal's reason is the cause. */
function fromAbort(thrown: unknown, signal: AbortSignal): unknown {
  const isMoney = isNumipayError(thrown) && thrown.code === "outcome_unknown";
  return signal.aborted && !isMoney ? signal.reason : thrown;
}

function fromParser(error: CommanderError): Failure {
  const isHelp = error.exitCode === 0 || error.code === "commander.help";
  if (isHelp) {
    const exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    return { exitCode, code: "usage", message: "" };
  }
  // The value after `--pasword=` or `-p` may be a secret, so it is cut off.
  const message = error.message
    .replace(/^error: /, "")
    .replace(/(option '--?[^'=]*)=[^]*'/, "$1'")
    .replace(/(unknown option '-[^-])[^]*'/u, "$1'");
  return {
    exitCode: exitCodes.usage,
    code: "usage",
    message: `${toSentences(message)}\nRun numipay --help, or add --help to the command, to see its usage.`,
  };
}

/** `unknown command 'sgin'` and a suggestion in parentheses, as two sentences. */
function toSentences(message: string): string {
  const [first = "", ...rest] = message.split(/\n\(|\)$/).filter((part) => part !== "");
  const sentences = [first.charAt(0).toUpperCase() + first.slice(1), ...rest];
  return sentences.map((text) => (/[.?]$/.test(text) ? text : `${text}.`)).join(" ");
}

function fromLibrary(error: NumipayError): Failure {
  const option = "option" in error ? String(error.option) : "";
  const name = Object.hasOwn(optionNames, option) ? optionNames[option] : undefined;
  const message =
    name === undefined
      ? // The advice about a long response names the option.
        error.message.replaceAll("maxResponseBytes", "--max-response-bytes")
      : `${name} ${error.message.slice(option.length + 1)}`;
  // The library names a part of the client's `contract` option.
  const namesContract = /\bcontract\.(operations|fields|statuses|types|dateFormat)\b/.test(message);
  const hint = namesContract
    ? "\nOn the command line, contract is the JSON file of --contract or NUMIPAY_CONTRACT."
    : "";
  const known = ["field", "status", "body", "tracking_id", "lastKnownStatus", "advice", "report"];
  const details = Object.fromEntries(
    Object.entries(error).filter(([key, value]) => known.includes(key) && value !== undefined),
  );
  return { exitCode: exitCodeOf[error.code], code: error.code, message: message + hint, details };
}

function fromSystem(error: unknown): Failure | undefined {
  if (!isSystemError(error)) return undefined;
  const { code } = error;
  // An unknown code is not a bug of this command either.
  const problem = (Object.hasOwn(systemErrors, code) ? systemErrors[code] : undefined) ?? code;
  const message = `${toFailedAction(error)}: ${problem}.`;
  return { exitCode: exitCodes.usage, code: code.toLowerCase(), message };
}

function toFailedAction(
  error: NodeJS.ErrnoException & { address?: string; port?: number },
): string {
  const { path, syscall, address, port } = error;
  if (path !== undefined) return `Cannot access ${path}`;
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
      : `Unexpected error: ${message}\nThis is a bug in the command. Set NUMIPAY_DEBUG=1 to see the stack trace.`,
  };
}
