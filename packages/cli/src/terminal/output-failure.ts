import { CommandFailure } from "../failure/command-failure.js";
import { exitCodes } from "../failure/exit-codes.js";
import { toSystemProblem } from "../failure/system-problem.js";

/**
 * Converts an error of standard output. `numipay transactions list | head` ends silently, like other commands. A full disk
 * is reported, because the output is incomplete.
 */
export function toOutputFailure({ code = "unknown error" }: NodeJS.ErrnoException): CommandFailure {
  if (code === "EPIPE") return new CommandFailure(exitCodes.brokenPipe, "");
  return new CommandFailure(
    exitCodes.usage,
    `Cannot write to standard output: ${toSystemProblem(code)}. The output is incomplete.`,
    code.toLowerCase(),
  );
}
