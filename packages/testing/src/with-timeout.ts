import { AssertionError } from "node:assert/strict";

/** Long for any store at hand, short for somebody who waits for a holder that never ends. */
const patienceMs = 3000;

/** The promise's value, or an AssertionError when it takes longer than 3 seconds. */
export async function withTimeout<T>(promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new AssertionError({ message: `${what} takes longer than ${patienceMs} ms` }));
    }, patienceMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
