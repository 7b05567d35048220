/** What the command's end tells a script. The README has the same table. */
export const exitCodes = {
  /** It was done, and what was looked at is right. */
  ok: 0,
  /** What was looked at is wrong, or the gateway refused. */
  wrong: 1,
  /** The command was called wrongly: an option, a file, the environment. */
  usage: 2,
  /** No response, a broken one, an unknown outcome of a call that moves money, or something that could not be compared. */
  unknown: 3,
  /** A defect of this command. */
  defect: 70,
  /** Ended by Ctrl-C before it was done. */
  interrupted: 130,
  /** Whoever read the output stopped reading. */
  brokenPipe: 141,
} as const;

/** One of the table's numbers. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
