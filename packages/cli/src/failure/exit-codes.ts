/** The exit codes. The README has the same table. */
export const exitCodes = {
  /** Success. A check found nothing wrong. */
  ok: 0,
  /** A check found something wrong, or the gateway rejected the request. */
  wrong: 1,
  /** Incorrect usage: an option, a file or the environment. */
  usage: 2,
  /** No valid response, an unknown outcome of a call that moves money, or something that could not be compared. */
  unknown: 3,
  /** A bug in this command. */
  defect: 70,
  /** Interrupted by Ctrl-C. */
  interrupted: 130,
  /** The output was closed. */
  brokenPipe: 141,
} as const;

/** An exit code. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
