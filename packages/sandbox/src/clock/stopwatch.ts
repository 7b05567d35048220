/** Measures real milliseconds, such as the response time of a receiver. */
export function startStopwatch(): () => number {
  const started = performance.now();
  return () => Math.round(performance.now() - started);
}
