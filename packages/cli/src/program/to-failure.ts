import { isNumipayError, type NumipayError, type NumipayErrorCode } from "@numipay/core";
import { CommanderError } from "commander";
import { CommandFailure } from "../failure/command-failure.js";
import { type ExitCode, exitCodes } from "../failure/exit-codes.js";
import { isSystemError } from "../options/name-option.js";
import type { Terminal } from "../terminal/terminal.js";

/** How a fault is told: to a script by number and code, to a person by a sentence. */
interface Failure {
  exitCode: ExitCode;
  code: string;
  message: string;
  /** For `--json`: what a program would want to know besides. */
  details?: Record<string, unknown>;
}

/** The library's errors: was the request refused (1), was it called wrongly (2), or is the outcome unknown (3)? */
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

/** What the library calls an option, as it is given here. */
const optionNames: Record<string, string> = {
  apiKey: "NUMIPAY_API_KEY",
  baseUrl: "--base-url (NUMIPAY_BASE_URL)",
  signaturePassword: "NUMIPAY_SIGNATURE_PASSWORD",
  timeZone: "--time-zone",
  timeoutMs: "--timeout",
  maxResponseBytes: "--max-response-bytes",
};

const systemFaults: Record<string, string> = {
  ENOENT: "there is no such file",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "is a folder",
  ENOTDIR: "part of the path is no folder",
  ENAMETOOLONG: "the name is too long",
  ELOOP: "the link leads to itself",
  ENOSPC: "no space is left",
  EROFS: "the disk is read-only",
  EADDRINUSE: "the port is in use; choose another with --port or --listen",
  EADDRNOTAVAIL: "this machine does not have that address",
};

/** Makes a failure of whatever was thrown. A stack is shown for a defect of this command alone, and on request. */
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

/** What was going on when Ctrl-C came throws in its own words; the signal's reason is the true one. */
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
  // `--pasword=…` is reported without what follows the equals sign, and `-ppasword` without what follows the letter.
  const message = error.message
    .replace(/^error: /, "")
    .replace(/(option '--?[^'=]*)=[^]*'/, "$1'")
    .replace(/(unknown option '-[^-])[^]*'/u, "$1'");
  return {
    exitCode: exitCodes.usage,
    code: "usage",
    message: `${message}\nSee numipay --help, or --help after the command.`,
  };
}

function fromLibrary(error: NumipayError): Failure {
  const option = "option" in error ? String(error.option) : "";
  const name = Object.hasOwn(optionNames, option) ? optionNames[option] : undefined;
  const message =
    name === undefined
      ? // A response that is too long names the option in its advice.
        error.message.replaceAll("maxResponseBytes", "--max-response-bytes")
      : `${name}: ${error.message.slice(option.length + 2)}`;
  // The library's advice names a part of the option of its client.
  const isBendable = /\bcontract\.(operations|fields|statuses|types|dateFormat)\b/.test(message);
  const hint = isBendable
    ? "\nHere contract is the JSON file of --contract (NUMIPAY_CONTRACT)."
    : "";
  const known = ["field", "status", "body", "tracking_id", "lastKnownStatus", "advice", "report"];
  const details = Object.fromEntries(
    Object.entries(error).filter(([key, value]) => known.includes(key) && value !== undefined),
  );
  return { exitCode: exitCodeOf[error.code], code: error.code, message: message + hint, details };
}

function fromSystem(error: unknown): Failure | undefined {
  if (!isSystemError(error)) return undefined;
  const { code, path, address, port } = error as typeof error & {
    address?: string;
    port?: number;
  };
  // A code without a sentence is still no defect of this command.
  const problem = Object.hasOwn(systemFaults, code)
    ? systemFaults[code]
    : `the system refused it (${code})`;
  const place = path ?? (address === undefined ? "" : `${address}:${port}`);
  const message = place === "" ? String(problem) : `${place}: ${problem}`;
  return { exitCode: exitCodes.usage, code: code.toLowerCase(), message: `${message}.` };
}

function fromDefect(error: unknown, { env }: Terminal): Failure {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const isDebug = (env["NUMIPAY_DEBUG"] ?? "") !== "";
  return {
    exitCode: exitCodes.defect,
    code: "defect",
    message: isDebug
      ? (stack ?? message)
      : `numipay failed: ${message}\nThis is a defect of the command. With NUMIPAY_DEBUG=1 it says where.`,
  };
}
