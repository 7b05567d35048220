/** Waits for the work, but rejects with the signal's reason as soon as it aborts: a custom fetch may ignore the signal. */
export function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    const leave = (): void => signal.removeEventListener("abort", stop);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(leave);
  });
}

/** A signal that aborts after `timeoutMs`. Unlike `AbortSignal.timeout`, it follows the fake timers of a test. */
export function startDeadline(timeoutMs: number): { signal: AbortSignal; clear: () => void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  // It must not keep a process alive. Outside Node a timer is a number.
  (timer as Partial<NodeJS.Timeout>).unref?.();
  return { signal: controller.signal, clear: () => clearTimeout(timer) };
}

/** Waits for `delayMs`, or until the signal aborts. */
export function wait(delayMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, delayMs);
    signal.addEventListener("abort", done, { once: true });
  });
}
