/** A function that is called once, by whichever caller is first. */
export interface SingleCall<Result> {
  /** Calls it. A later call returns the result, or throws the error, of the first. */
  run(this: void): Result;
  hasReturned(value: unknown): boolean;
  hasThrown(error: unknown): boolean;
}

/** Wraps a function so that it is called once, whatever those do who get `run`. */
export function createSingleCall<Result>(work: () => Result): SingleCall<Result> {
  let isStarted = false;
  let outcome: { value: Result } | { error: unknown } | undefined;
  return {
    run() {
      if (!isStarted) {
        isStarted = true;
        try {
          outcome = { value: work() };
        } catch (error) {
          outcome = { error };
        }
      }
      if (outcome === undefined) throw new Error("The traced operation is already running.");
      if ("error" in outcome) throw outcome.error;
      return outcome.value;
    },
    hasReturned: (value) => outcome !== undefined && "value" in outcome && outcome.value === value,
    hasThrown: (error) => outcome !== undefined && "error" in outcome && outcome.error === error,
  };
}
