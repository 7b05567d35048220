/** A difference between what was received and what was signed. */
export interface Deviation {
  /** Stable, for programs. */
  readonly code: string;
  /** What was found, as a sentence. */
  readonly found: string;
  /** What to do about it, as a sentence. */
  readonly todo: string;
}

/** A possible original value, and its differences from the received one. */
export interface Candidate<Value> {
  readonly value: Value;
  readonly deviations: readonly Deviation[];
}

/** The received value. */
export function asIs<Value>(value: Value): Candidate<Value> {
  return { value, deviations: [] };
}

/** Keeps the candidate with the fewest deviations for each value. */
export function distinct<Value>(candidates: readonly Candidate<Value>[]): Candidate<Value>[] {
  const seen = new Set<Value>();
  return candidates
    .toSorted((a, b) => a.deviations.length - b.deviations.length)
    .filter(({ value }) => !seen.has(value) && seen.add(value));
}
