export interface FuzzOptions {
  seed: string;
  runs: number;
}

export interface FuzzResult {
  /** How many runs were made: fewer than asked for after too many problems. */
  runs: number;
  /** What was covered, such as `65 routes`. */
  scope: string;
  /** How many routes or commands were covered. */
  covered: number;
  problems: string[];
}

/** After how many problems a fuzzer stops. */
export const mostProblems = 20;
