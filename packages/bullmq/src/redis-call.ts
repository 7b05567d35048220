import { toPrintable } from "@numipay/core/protocol";
import type { Queue, Worker } from "bullmq";

/**
 * Checks that Redis accepts writes: writes a key, which expires at once.
 *
 * @throws Error with the reason
 */
export async function pingByWrite(bull: Queue | Worker): Promise<void> {
  const client = await bull.getBackend().client;
  await client.set(bull.toKey("numipay-ping"), "", { PX: 1 });
}

/** Waits at most `timeoutMs` for a promise. A later result is ignored. */
export async function withTimeout<Value>(
  promise: Promise<Value>,
  timeoutMs: number,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`Redis did not respond within ${timeoutMs} ms.`)),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Keeps only the message of a Redis error: the error itself contains the command. */
export async function redactFailure<Value>(who: string, call: Promise<Value>): Promise<Value> {
  try {
    return await call;
  } catch (error) {
    // oxlint-disable-next-line preserve-caught-error -- the cause contains the command
    throw new Error(`The webhook ${who} is unavailable: ${toPrintable(toMessage(error), 1_000)}`);
  }
}

/** Keeps only the message: a Redis error may contain the command, and with AUTH the password. */
export function toMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
