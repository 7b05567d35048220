/**
 * Waits for what a function of the user's returns, no longer than `timeoutMs`. What comes of it later is dropped. Without a
 * timer where it returns no promise.
 *
 * @throws (rejects with) what the function throws, or an Error with `problem` when the time is up
 */
export async function withTimeout<Value>(
  ask: () => Value | PromiseLike<Value>,
  timeoutMs: number,
  problem: string,
): Promise<Value> {
  const asked = ask();
  if ((typeof asked !== "object" && typeof asked !== "function") || asked === null) return asked;
  if (!("then" in asked)) return asked;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(problem)), timeoutMs);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A verified delivery waits for it, and a stranger's too: no longer than the gateway waits for its response. */
const longestLookupMs = 10_000;

/** How long a lookup, such as of `signaturePassword`, may take. Handlers may have less. */
export function lookupTimeoutMs(handlerTimeoutMs: number): number {
  return Math.min(handlerTimeoutMs, longestLookupMs);
}
