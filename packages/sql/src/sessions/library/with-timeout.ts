/** Rejects with an error if a promise takes longer than its limit. What it does then is not awaited. */
export function withTimeout<Result>(
  promise: Promise<Result>,
  timeoutMs: number,
  toError: () => Error,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(toError()), timeoutMs);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
