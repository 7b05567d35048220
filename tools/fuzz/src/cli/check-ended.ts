import { exitCodes } from "@numipay/cli";
import { findControlCharacter, findStack } from "../check-text.js";

const expected = new Set([exitCodes.ok, exitCodes.wrong, exitCodes.usage, exitCodes.unknown]);

/** What is wrong with how a command ended, whatever it was given. */
export function checkEnded({ out, err, exitCode, isHanging, isInterrupted }): string | undefined {
  if (isHanging) return "it does not end";
  const isExpected =
    expected.has(exitCode) || (isInterrupted && exitCode === exitCodes.interrupted);
  // A test's own interruption has no sentence of the command, so in process it looks like a defect.
  const isOwn = isInterrupted && err.includes("interrupted by the fuzzer");
  if (!isExpected && !isOwn) {
    return `it ends with ${String(exitCode)}: ${err.slice(-300)}`;
  }
  return findStack(out) ?? findStack(err) ?? controlIn("output", out) ?? controlIn("errors", err);
}

function controlIn(name, text) {
  const found =
    findControlCharacter(text) ?? (text.includes("\r") ? "a carriage return" : undefined);
  return found === undefined ? undefined : `${found} on standard ${name}`;
}
