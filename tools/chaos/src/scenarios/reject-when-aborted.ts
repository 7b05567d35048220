/** Rejects once the signal is aborted, and never resolves. */
export function rejectWhenAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal?.aborted) reject(new Error("Interrupted"));
    signal?.addEventListener("abort", () => reject(new Error("Interrupted")), { once: true });
  });
}
