import { startDeadline, untilAborted } from "../client/until-aborted.js";

/**
 * Calls a method of a store within a time limit. A later result is ignored: a claim that is granted later expires.
 *
 * @throws the store's error, or an Error when the time limit is exceeded
 */
export async function storeWithin<Result>(
  timeoutMs: number,
  call: () => Promise<Result>,
): Promise<Result> {
  const deadline = startDeadline(timeoutMs);
  try {
    return await untilAborted((async () => call())(), deadline.signal);
  } catch (error) {
    if (!deadline.signal.aborted) throw error;
    const problem = `The store of the journal did not respond within ${timeoutMs} ms.`;
    throw new Error(problem, { cause: error });
  } finally {
    deadline.clear();
  }
}
