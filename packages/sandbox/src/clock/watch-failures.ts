/** Reports the failures of work that has no caller: once, until the work succeeds again. */
export function watchFailures(report: (error: Error) => void): <T>(work: Promise<T>) => Promise<T> {
  let isFailing = false;
  return async (work) => {
    try {
      const result = await work;
      isFailing = false;
      return result;
    } catch (error) {
      if (!isFailing) report(error as Error);
      isFailing = true;
      throw error;
    }
  };
}
