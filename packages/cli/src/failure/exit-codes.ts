/** The exit codes. The README has the same table. */
export const exitCodes = {
  /** Success. A check found nothing wrong. */
  ok: 0,
  /** A check found something wrong, or the gateway rejected the request. */
  wrong: 1,
  /** Incorrect usage: an option, a file, a full disk or the environment. */
  usage: 2,
  /** No valid response, an unknown or unprinted outcome of a call that moves money, or something that was not compared. */
  unknown: 3,
  /** A bug in this command. */
  defect: 70,
  /** Interrupted by Ctrl-C, SIGTERM or a closed terminal. */
  interrupted: 130,
  /** The output was closed. */
  brokenPipe: 141,
} as const;

/** An exit code. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
