/** Runs jobs one after the other, in the order in which they were added. */
export interface SerialQueue {
  /** Adds a job. Its result or error is returned only to the caller. */
  run<T>(job: () => Promise<T>): Promise<T>;
}

/** Creates a queue. A job that waits for a later job of the same queue deadlocks. */
export function createSerialQueue(): SerialQueue {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(job) {
      const result = last.then(job);
      // A failed job must neither block the next ones nor cause an unhandled rejection here.
      last = result.catch(() => undefined);
      return result;
    },
  };
}
