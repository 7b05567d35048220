/** Runs jobs one after the other, in the order they came. */
export interface SerialQueue {
  /** Adds a job; its result, or its failure, comes back to the caller alone. */
  run<T>(job: () => Promise<T>): Promise<T>;
}

/** Makes a queue. A job must not wait for a later job of the same queue: it would wait for itself. */
export function createSerialQueue(): SerialQueue {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(job) {
      const result = last.then(job);
      // A failed job must neither stop the ones behind it nor become an unhandled rejection here.
      last = result.catch(() => undefined);
      return result;
    },
  };
}
