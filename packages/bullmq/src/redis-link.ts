import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import { type NumipayLogger, toLog, toPrintable } from "@numipay/core/protocol";
import type { ConnectionOptions, Queue, RedisClient, RedisOptions, Worker } from "bullmq";
import { toMessage } from "./redis-call.js";

/**
 * BullMQ's connection options (`{ host, port }`, `{ url }`), or a client, which you close yourself.
 */
export type RedisConnectionSource = ConnectionOptions;

/** A connection that can be closed while Redis is unreachable. */
export interface EndableLink {
  connection: RedisConnectionSource;
  /**
   * Closes the queue or worker and stops reconnecting. On its own, BullMQ would wait until Redis is back. Resolves after
   * `closeTimeoutMs` without running handlers at the latest.
   */
  end(bull: Queue | Worker, handlers?: ReadonlySet<Promise<unknown>>): Promise<void>;
}

/** Allows for a late timer: after this time, the reconnect attempt has started. */
const reconnectMarginMs = 50;

/** As long as a worker's job may take to be completed after its handlers. */
const closeTimeoutMs = 5_000;

/** Options for a connection that stores: while Redis is unreachable, commands fail at once and do not queue up in memory. */
export const failAtOnce = { maxRetriesPerRequest: 1, enableOfflineQueue: false };

/** Wraps the connection of a queue or a worker. A client is used as it is. */
export function toEndableLink(connection: RedisConnectionSource, extra: object = {}): EndableLink {
  if (isClient(connection)) {
    // The caller closes the client. BullMQ created the blocking one for its worker.
    return { connection, end: (bull, handlers) => end(bull, { handlers, isShared: true }) };
  }
  const { retryStrategy = (times: number) => Math.min(times * 100, 1000) } =
    connection as RedisOptions;
  const { reconnectOnError = isReadOnly } = connection as RedisOptions;
  let isEnded = false;
  let reconnectsAtMs = 0;
  return {
    connection: {
      ...connection,
      ...extra,
      reconnectOnError,
      retryStrategy(times: number) {
        const delayMs = isEnded ? null : retryStrategy(times);
        if (typeof delayMs === "number") {
          reconnectsAtMs = Math.max(reconnectsAtMs, performance.now() + delayMs);
        }
        return delayMs;
      },
    },
    async end(bull, handlers) {
      isEnded = true;
      // An ioredis client that is closed between two reconnect attempts may never emit "end", and BullMQ would hang.
      const waitMs = reconnectsAtMs - performance.now();
      if (waitMs > -reconnectMarginMs) await pause(Math.max(0, waitMs) + reconnectMarginMs);
      await end(bull, { handlers, isShared: false });
    },
  };
}

/** The server was the primary before a failover: reconnect, because the address may lead to the new one. */
function isReadOnly({ message }: Error): boolean {
  return message.includes("READONLY");
}

async function end(
  bull: Queue | Worker,
  {
    handlers,
    isShared,
  }: { handlers: ReadonlySet<Promise<unknown>> | undefined; isShared: boolean },
): Promise<void> {
  const closed = new AbortController();
  const closing = bull.close().finally(() => closed.abort());
  const { client, blockingClient } = bull.getBackend();
  if (isShared) blockingClient?.then(stopReconnecting).catch(() => undefined);
  try {
    await Promise.race([closing, waitUntilIdle(handlers, closed.signal)]);
  } finally {
    // Too late to report.
    closing.catch(() => undefined);
    // Without Redis, BullMQ renews the lock of a finished job forever, and the process would not end.
    if (!closed.signal.aborted) await lockManagerOf(bull)?.close();
    // A lost connection would try to reconnect after its error listeners are gone.
    for (const one of [isShared ? undefined : client, blockingClient]) {
      one?.then((found) => found.disconnect()).catch(() => undefined);
    }
  }
}

/** BullMQ closes it as the last step of closing a worker. It is not public. */
function lockManagerOf(bull: Queue | Worker): { close(): Promise<void> } | undefined {
  return Reflect.get(bull, "lockManager") as { close(): Promise<void> } | undefined;
}

/**
 * Ends a connection that BullMQ created from the caller's client, and that it has closed between two reconnect attempts: only
 * a further attempt makes it emit "end", for which BullMQ waits.
 */
async function stopReconnecting(client: RedisClient): Promise<void> {
  // The connection may be lost later, while it closes.
  client.options["retryStrategy"] = () => null;
  await nextTurn();
  if (client.status !== "reconnecting") return;
  await client.connect().catch(() => undefined);
  client.disconnect();
}

/** Resolves when no handler has run for `closeTimeoutMs`, or when it is aborted. */
async function waitUntilIdle(
  handlers: ReadonlySet<Promise<unknown>> = new Set(),
  signal: AbortSignal,
): Promise<void> {
  do {
    await Promise.allSettled(handlers);
    await pause(closeTimeoutMs, undefined, { signal }).catch(() => undefined);
  } while (handlers.size > 0 && !signal.aborted);
}

/** Whether BullMQ takes the connection for a client, and not for options. */
export function isClient(connection: RedisConnectionSource): boolean {
  return typeof (connection as { duplicate?: unknown }).duplicate === "function";
}

/** Logs connection errors, skipping repeats: a lost connection fails every second. */
export function createLinkLog(who: string, logger?: NumipayLogger): (error: unknown) => void {
  const log = toLog(logger);
  let last: string | undefined;
  return (error) => {
    const message = toMessage(error);
    if (message === last) return;
    last = message;
    log.error(`${who}: ${toPrintable(message, 1_000)}`);
  };
}
