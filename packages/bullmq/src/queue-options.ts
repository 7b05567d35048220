import { InvalidOptionError } from "@numipay/core";
import { checkKnownOptions, type NumipayLogger, toLog, toPrintable } from "@numipay/core/protocol";
import type { Queue } from "bullmq";
import { checkConnection } from "./check-connection.js";
import type { RedisConnectionSource } from "./redis-link.js";
import type { RetryPlan } from "./webhook-job.js";

/** The location of a queue. */
export interface QueueLocation {
  /** The Redis connection: BullMQ's `connection`. */
  connection: RedisConnectionSource;
  /** The queue's name. Defaults to `"numipay-webhooks"`. */
  name?: string | undefined;
  /** The prefix of every key in Redis. On a Cluster it needs a hash tag, such as `"{bull}"`. Defaults to BullMQ's `"bull"`. */
  prefix?: string | undefined;
}

/** Options of `createWebhookQueue`: the queue's location, or an existing BullMQ queue. */
export type WebhookQueueOptions = (
  | (QueueLocation & { queue?: undefined })
  /** An existing queue, such as the one from `@InjectQueue` of @nestjs/bullmq. You close it yourself. */
  | { queue: Queue; connection?: undefined; name?: undefined; prefix?: undefined }
) & {
  /** How many attempts an event gets before it becomes a dead letter. Defaults to `15`: about three hours in total. */
  attempts?: number | undefined;
  /** The wait before the second attempt, in milliseconds. Doubles with each attempt; half is random. Defaults to `1000`. */
  backoffMs?: number | undefined;
  /**
   * How long to keep a completed job, in milliseconds. Until then a repeated delivery adds no job; after that, the worker's
   * inbox detects the duplicate. Defaults to `7200000` (two hours), which is longer than the gateway retries.
   */
  keepCompletedMs?: number | undefined;
  /** How long to wait for Redis to store an event, in milliseconds. On timeout the delivery gets a 503. Defaults to `5000`. */
  timeoutMs?: number | undefined;
  /**
   * Called once, when connected, for each setting of Redis that can lose events. Not awaited; an error is logged. Defaults to a
   * function that logs to `logger`.
   */
  onRisk?: ((risk: string) => unknown) | undefined;
  /** Where connection errors and risks go: pino, winston, or a logger with the console's `error` and `warn`. Defaults to the console. */
  logger?: NumipayLogger | undefined;
};

/** The validated options of a queue, with defaults. */
export interface QueueSettings extends RetryPlan {
  timeoutMs: number;
  onRisk: (risk: string) => unknown;
  logger: NumipayLogger;
}

/** The names of a queue's location. */
export const placeOptionNames = ["connection", "name", "prefix"] as const;

/** @throws InvalidOptionError naming the option */
export function toQueueSettings(options: WebhookQueueOptions): QueueSettings {
  checkKnownOptions(options, [
    ...placeOptionNames,
    "queue",
    "attempts",
    "backoffMs",
    "keepCompletedMs",
    "timeoutMs",
    "onRisk",
    "logger",
  ]);
  if (options.queue === undefined) checkPlace(options);
  else checkQueue(options.queue);
  const {
    attempts = 15,
    backoffMs = 1000,
    keepCompletedMs = 7_200_000,
    timeoutMs = 5000,
  } = options;
  for (const [name, value] of Object.entries({ attempts, keepCompletedMs }))
    checkCount(name, value);
  for (const [name, value] of Object.entries({ backoffMs, timeoutMs })) checkMs(name, value);
  const { logger = console } = options;
  const log = toLog(logger);
  const { onRisk = (risk) => log.warn(toPrintable(risk, 1_000)) } = options;
  checkCallback("onRisk", onRisk);
  return { attempts, backoffMs, keepCompletedMs, timeoutMs, onRisk, logger };
}

/** @throws InvalidOptionError naming the option */
export function checkPlace({ connection, name, prefix }: Partial<QueueLocation>): void {
  if (typeof connection !== "object" || connection === null) {
    throw new InvalidOptionError(
      "connection",
      'must be connection options such as { url: "redis://127.0.0.1:6379" }, or a client.',
    );
  }
  if (name !== undefined && (typeof name !== "string" || name === "" || name.includes(":"))) {
    throw new InvalidOptionError("name", "must be a string without a colon.");
  }
  checkConnection({ connection, name, prefix });
}

/** An existing queue has the same requirements, which BullMQ does not check. */
function checkQueue({ name, opts }: Queue): void {
  const { connection, prefix } = opts ?? {};
  if (typeof connection === "object") checkConnection({ connection, name, prefix });
}

/** @throws InvalidOptionError naming the option */
export function checkCallback(name: string, value: unknown): void {
  if (typeof value !== "function") throw new InvalidOptionError(name, "must be a function.");
}

/** @throws InvalidOptionError naming the option */
export function checkCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new InvalidOptionError(name, "must be a whole number of at least 1.");
  }
}

/** With a longer delay, `setTimeout` fires at once. */
const maxTimerMs = 2_147_483_647;

/** @throws InvalidOptionError naming the option */
export function checkMs(name: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 1 && value <= maxTimerMs) return;
  throw new InvalidOptionError(name, `must be whole milliseconds, 1 to ${maxTimerMs}.`);
}
