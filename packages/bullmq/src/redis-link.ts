import { setTimeout as pause } from "node:timers/promises";
import { toPrintable } from "@numipay/core/protocol";
import type { ConnectionOptions, Queue, RedisOptions, Worker } from "bullmq";

/**
 * BullMQ's connection options (`{ host, port }`, `{ url }`), or a client, which you close yourself.
 */
export type RedisConnectionSource = ConnectionOptions;

/** A connection that can be closed while Redis is unreachable. */
export interface EndableLink {
  connection: RedisConnectionSource;
  /**
   * Closes the queue or worker and stops reconnecting. On its own, BullMQ would wait until Redis is back.
   */
  end(bull: Queue | Worker): Promise<void>;
}

/** Allows for a late timer: after this time, the reconnect attempt has started. */
const reconnectMarginMs = 50;

/** Options for a connection that stores: while Redis is unreachable, commands fail at once and do not queue up in memory. */
export const failAtOnce = { maxRetriesPerRequest: 1, enableOfflineQueue: false };

/** Wraps the connection of a queue or a worker. A client is used as it is. */
export function toEndableLink(connection: RedisConnectionSource, extra: object = {}): EndableLink {
  if (isClient(connection)) return { connection, end: (bull) => bull.close() };
  const { retryStrategy = (times: number) => Math.min(times * 100, 1000) } =
    connection as RedisOptions;
  let isEnded = false;
  let reconnectsAtMs = 0;
  return {
    connection: {
      ...connection,
      ...extra,
      retryStrategy(times: number) {
        const delayMs = isEnded ? null : retryStrategy(times);
        if (typeof delayMs === "number") {
          reconnectsAtMs = Math.max(reconnectsAtMs, performance.now() + delayMs);
        }
        return delayMs;
      },
    },
    async end(bull) {
      isEnded = true;
      // An ioredis client that is closed between two reconnect attempts may never emit "end", and BullMQ would hang.
      const waitMs = reconnectsAtMs - performance.now();
      if (waitMs > -reconnectMarginMs) await pause(Math.max(0, waitMs) + reconnectMarginMs);
      await bull.close();
      // A lost connection would try to reconnect after its error listeners are gone.
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

/** Keeps only the message: a Redis error may contain the command, and with AUTH the password. */
export function toMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Prints connection errors, skipping repeats: a lost connection fails every second. */
export function createLinkLog(who: string): (error: unknown) => void {
  let last: string | undefined;
  return (error) => {
    const message = toMessage(error);
    if (message === last) return;
    last = message;
    console.error(`numipay: ${who}: ${toPrintable(message, 1_000)}`);
  };
}
