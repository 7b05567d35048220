/** Rejects once a signal is aborted, and never settles otherwise. */
export function whenAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal?.aborted) reject(new Error("Interrupted"));
    signal?.addEventListener("abort", () => reject(new Error("Interrupted")), { once: true });
  });
}
