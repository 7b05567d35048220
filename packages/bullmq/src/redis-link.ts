import type { ConnectionOptions } from "bullmq";

/**
 * Where Redis is: BullMQ's options of a connection (`{ host, port }`, `{ url }`), or a client of your own, which is
 * yours to close.
 */
export type RedisLink = ConnectionOptions;

/**
 * The options of a connection that stores deliveries. While Redis is away its commands fail at once: with ioredis' own
 * defaults they wait in memory, the gateway hears nothing, and every delivery adds to the pile.
 */
export function toStoringLink(connection: RedisLink): RedisLink {
  if (isClient(connection)) return connection;
  return { ...connection, maxRetriesPerRequest: 1, enableOfflineQueue: false };
}

function isClient(connection: RedisLink): boolean {
  return typeof (connection as { duplicate?: unknown }).duplicate === "function";
}

/** Waits for a promise no longer than `timeoutMs`; what comes of it later is dropped. */
export async function withinTime<Value>(
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
    console.error(`numipay: ${who}: ${message}`);
  };
}
