/**
 * Waits for a value, but not forever. While it waits, the process keeps running.
 *
 * @throws Error with the problem when the time is over
 */
export async function withinTime<Value>(
  value: Value,
  timeoutMs: number,
  problem: string,
): Promise<Awaited<Value>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${problem} within ${timeoutMs / 1000} seconds`)),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}
