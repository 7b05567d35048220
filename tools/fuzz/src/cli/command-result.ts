/** The reason of an in-process interruption, which then appears in the command's error output. */
export const interruption = "interrupted by the fuzzer";

/** How a command line ended. */
export interface CommandResult {
  out: string;
  err: string;
  /** The exit code. Otherwise the signal that ended the process, or the error. */
  exit: number | string;
  timedOut: boolean;
  isInterrupted: boolean;
}
