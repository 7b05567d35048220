import { AssertionError } from "node:assert/strict";

/** Long enough for a slow store, short enough to detect a claim that waits for the lease holder. */
const timeoutMs = 3000;

/** Returns the promise's value. Throws an AssertionError if it takes longer than 3 seconds. */
export async function withTimeout<T>(promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new AssertionError({ message: `${what} took longer than ${timeoutMs} ms` }));
    }, timeoutMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
