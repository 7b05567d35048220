import type { ExitCode } from "../failure/exit-codes.js";

/** An error as it is reported: a number and a code for scripts, a sentence for people. */
export interface Failure {
  readonly exitCode: ExitCode;
  readonly code: string;
  readonly message: string;
  /** More fields of the `--json` error. */
  readonly details?: Record<string, unknown>;
}
