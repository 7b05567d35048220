import type { ExitCode } from "./exit-codes.js";
import { exitCodes } from "./exit-codes.js";

/** Ends the command with a sentence for people, and a number for scripts. Its message never holds a secret. */
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

/** The command was called wrongly: the message says which option, and what to do. */
export function usageFault(message: string): CommandFailure {
  return new CommandFailure(exitCodes.usage, message);
}

function codeOf(exitCode: ExitCode): string {
  const [name = "defect"] = Object.entries(exitCodes).find(([, code]) => code === exitCode) ?? [];
  return name;
}
