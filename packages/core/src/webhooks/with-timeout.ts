/**
 * Calls a user's function and waits for its result for at most `timeoutMs`. A later result is ignored. Starts no timer if the
 * function returns no promise.
 *
 * @throws the function's error, or an Error with the message `problem` when the time limit is exceeded
 */
export async function withTimeout<Value>(
  call: () => Value | PromiseLike<Value>,
  timeoutMs: number,
  problem: string,
): Promise<Value> {
  const result = call();
  if ((typeof result !== "object" && typeof result !== "function") || result === null)
    return result;
  if (!("then" in result)) return result;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(problem)), timeoutMs);
  });
  try {
    return await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Deliveries wait for a lookup, even from unauthenticated senders, so it is limited to what the gateway waits for a response. */
const longestLookupMs = 10_000;

/** The time limit of a lookup, such as a `signaturePassword` function: 10 seconds, or `handlerTimeoutMs` if that is less. */
export function lookupTimeoutMs(handlerTimeoutMs: number): number {
  return Math.min(handlerTimeoutMs, longestLookupMs);
}
