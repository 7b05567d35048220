/**
 * Rejects once a signal is aborted, and never settles otherwise.
 *
 * @param {AbortSignal | undefined} signal
 * @returns {Promise<never>}
 */
export function whenAborted(signal) {
  return new Promise((_resolve, reject) => {
    if (signal?.aborted) reject(new Error("Interrupted"));
    signal?.addEventListener("abort", () => reject(new Error("Interrupted")), { once: true });
  });
}
