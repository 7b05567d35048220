import { setTimeout as pause } from "node:timers/promises";
import { toPrintable } from "@numipay/core/protocol";
import type { ConnectionOptions, Queue, RedisOptions, Worker } from "bullmq";

/**
 * Where Redis is: BullMQ's options of a connection (`{ host, port }`, `{ url }`), or a client of your own, which is
 * yours to close.
 */
export type RedisConnectionSource = ConnectionOptions;

/** A connection that can be told to give up. */
export interface EndableLink {
  connection: RedisConnectionSource;
  /**
   * Closes what uses the connection. From now on a lost connection is not sought again: BullMQ by itself would wait until
   * Redis is back.
   */
  end(bull: Queue | Worker): Promise<void>;
}

/** A timer may be late: by then the try that it begins is under way. */
const tryBeginsMs = 50;

/** For a connection that stores: while Redis is away its commands fail at once, and do not pile up in memory. */
export const failAtOnce = { maxRetriesPerRequest: 1, enableOfflineQueue: false };

/** A connection of a queue or a worker. A client of the user's own stays as it is. */
export function toEndableLink(connection: RedisConnectionSource, extra: object = {}): EndableLink {
  if (isClient(connection)) return { connection, end: (bull) => bull.close() };
  const { retryStrategy = (times: number) => Math.min(times * 100, 1000) } =
    connection as RedisOptions;
  let isEnded = false;
  let triesAgainAtMs = 0;
  return {
    connection: {
      ...connection,
      ...extra,
      retryStrategy(times: number) {
        const delayMs = isEnded ? null : retryStrategy(times);
        if (typeof delayMs === "number") {
          triesAgainAtMs = Math.max(triesAgainAtMs, performance.now() + delayMs);
        }
        return delayMs;
      },
    },
    async end(bull) {
      isEnded = true;
      // Told to end between two tries, a client of ioredis may never say that it has, and BullMQ would wait for that.
      const waitMs = triesAgainAtMs - performance.now();
      if (waitMs > -tryBeginsMs) await pause(Math.max(0, waitMs) + tryBeginsMs);
      await bull.close();
      // A connection that was lost waits for its next try, and would have nobody to tell of its failure.
      const { client, blockingClient } = bull.getBackend();
      for (const one of [client, blockingClient]) {
        one?.then((found) => found.disconnect()).catch(() => undefined);
      }
    },
  };
}

function isClient(connection: RedisConnectionSource): boolean {
  return typeof (connection as { duplicate?: unknown }).duplicate === "function";
}

/** Waits for a promise no longer than `timeoutMs`; what comes of it later is dropped. */
export async function withTimeout<Value>(
  promise: Promise<Value>,
  timeoutMs: number,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`Redis did not answer within ${timeoutMs} ms`)),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Of an error of Redis, its message alone: the error itself may hold the command, and with AUTH that is the password. */
export function toMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Prints what goes wrong with a connection, each message once until another comes: a lost Redis fails every second. */
export function createLinkLog(who: string): (error: unknown) => void {
  let last: string | undefined;
  return (error) => {
    const message = toMessage(error);
    if (message === last) return;
    last = message;
    console.error(`numipay: ${who}: ${toPrintable(message, 1_000)}`);
  };
}
