import type { ExitCode } from "./exit-codes.js";
import { exitCodes } from "./exit-codes.js";

/** Ends the command with a message for people and an exit code for scripts. The message never contains a secret. */
export class CommandFailure extends Error {
  readonly exitCode: ExitCode;
  /** Stable, for programs that read `--json`. */
  readonly code: string;

  constructor(exitCode: ExitCode, message: string, code = codeOf(exitCode)) {
    super(message);
    this.name = "CommandFailure";
    this.exitCode = exitCode;
    this.code = code;
  }
}

/** Creates the failure of a command that was called incorrectly. The message names the option and the fix. */
export function usageError(message: string): CommandFailure {
  return new CommandFailure(exitCodes.usage, message);
}

function codeOf(exitCode: ExitCode): string {
  const [name = "defect"] = Object.entries(exitCodes).find(([, code]) => code === exitCode) ?? [];
  return name;
}
