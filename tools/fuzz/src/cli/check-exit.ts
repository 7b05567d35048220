import { exitCodes } from "@numipay/cli";
import { findControlCharacter, findStackTrace } from "../check-text.js";
import { type CommandResult, interruption } from "./command-result.js";

const expected = new Set<number | string>([
  exitCodes.ok,
  exitCodes.wrong,
  exitCodes.usage,
  exitCodes.unknown,
]);

/** Returns what is wrong with the result of a hostile command line. */
export function checkExit({
  out,
  err,
  exit,
  timedOut,
  isInterrupted,
}: CommandResult): string | undefined {
  if (timedOut) return "the command hangs";
  const isExpected = expected.has(exit) || (isInterrupted && exit === exitCodes.interrupted);
  // In process, the command reports the fuzzer's own interruption as a defect.
  const isOwnInterruption = isInterrupted && err.includes(interruption);
  if (!isExpected && !isOwnInterruption) return `unexpected exit ${exit}: ${err.slice(-300)}`;
  return (
    findStackTrace(out) ??
    findStackTrace(err) ??
    findControl("output", out) ??
    findControl("error", err)
  );
}

function findControl(stream: string, text: string): string | undefined {
  const found =
    findControlCharacter(text) ?? (text.includes("\r") ? "a carriage return" : undefined);
  return found === undefined ? undefined : `${found} on standard ${stream}`;
}
