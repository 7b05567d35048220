/** One way in which what is in hand can differ from what was signed. */
export interface Deviation {
  /** Stable, for programs. */
  readonly code: string;
  /** What was found, as a sentence. */
  readonly found: string;
  /** What to do about it, as a sentence. */
  readonly todo: string;
}

/** A value as it may have been, and what that would mean; an empty list is the value as it is. */
export interface Candidate<Value> {
  readonly value: Value;
  readonly deviations: readonly Deviation[];
}

/** The value as it is. */
export function asIs<Value>(value: Value): Candidate<Value> {
  return { value, deviations: [] };
}

/** The candidates without those whose value stands before them with fewer deviations. */
export function distinct<Value>(candidates: readonly Candidate<Value>[]): Candidate<Value>[] {
  const seen = new Set<Value>();
  return candidates
    .toSorted((a, b) => a.deviations.length - b.deviations.length)
    .filter(({ value }) => !seen.has(value) && seen.add(value));
}
