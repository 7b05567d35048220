/** Measures real milliseconds from now on: how long a receiver took, which no virtual clock can say. */
export function startStopwatch(): () => number {
  const started = performance.now();
  return () => Math.round(performance.now() - started);
}
