import { InvalidOptionError } from "@numipay/core";
import { toPrintable } from "@numipay/core/protocol";
import type { Queue } from "bullmq";
import type { RedisConnectionSource } from "./redis-link.js";
import type { RetryPlan } from "./webhook-job.js";

/** Where a queue is. */
export interface QueueLocation {
  /** Redis: BullMQ's `connection`. */
  connection: RedisConnectionSource;
  /** The queue's name. `numipay-webhooks` where not given. */
  name?: string | undefined;
  /** What every key in Redis begins with. BullMQ's own `bull` where not given. */
  prefix?: string | undefined;
}

/** Options of `createWebhookQueue`: where the queue is, or BullMQ's queue itself. */
export type WebhookQueueOptions = (
  | (QueueLocation & { queue?: undefined })
  /** A queue that exists, such as the one that `@InjectQueue` of @nestjs/bullmq brings. It is yours to close. */
  | { queue: Queue; connection?: undefined; name?: undefined; prefix?: undefined }
) & {
  /** How often an event is tried before it is a dead letter. 15 where not given: about three hours with its waits. */
  attempts?: number | undefined;
  /** Milliseconds before the second try; each wait is twice the one before, half of it at random. 1,000 where not given. */
  backoffMs?: number | undefined;
  /**
   * Milliseconds for which an applied event is remembered, so that its repetitions make no job. Two hours where not
   * given: longer than the gateway repeats. After it, the worker's inbox knows them.
   */
  keepCompletedMs?: number | undefined;
  /** Milliseconds in which Redis must have stored an event; else the delivery is answered 503. 5,000 where not given. */
  timeoutMs?: number | undefined;
  /**
   * Called with each setting of Redis that can lose events, once, when it is connected. It may be async and is not awaited; an
   * error of it is logged and affects nothing. By default, risks are printed.
   */
  onRisk?: ((risk: string) => unknown) | undefined;
};

/** What there is to decide for a queue, checked and whole. */
export interface QueueSettings extends RetryPlan {
  timeoutMs: number;
  onRisk: (risk: string) => unknown;
}

/** @throws InvalidOptionError naming the option */
export function toQueueSettings(options: WebhookQueueOptions): QueueSettings {
  if (options.queue === undefined) checkPlace(options);
  const {
    attempts = 15,
    backoffMs = 1000,
    keepCompletedMs = 7_200_000,
    timeoutMs = 5000,
  } = options;
  for (const [name, value] of Object.entries({ attempts, keepCompletedMs }))
    checkCount(name, value);
  for (const [name, value] of Object.entries({ backoffMs, timeoutMs })) checkMs(name, value);
  const { onRisk = (risk) => console.warn(`numipay: ${toPrintable(risk, 1_000)}`) } = options;
  checkCallback("onRisk", onRisk);
  return { attempts, backoffMs, keepCompletedMs, timeoutMs, onRisk };
}

/** @throws InvalidOptionError naming the option */
export function checkPlace({ connection, name }: Partial<QueueLocation>): void {
  if (typeof connection !== "object" || connection === null) {
    throw new InvalidOptionError(
      "connection",
      'must say where Redis is, such as { url: "redis://127.0.0.1:6379" }, or be a client.',
    );
  }
  if (name !== undefined && (typeof name !== "string" || name === "" || name.includes(":"))) {
    throw new InvalidOptionError("name", "must be a text without a colon.");
  }
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

/** The longest that a timer can wait; past it `setTimeout` fires at once. */
const longestTimer = 2_147_483_647;

/** @throws InvalidOptionError naming the option */
export function checkMs(name: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 1 && value <= longestTimer) return;
  throw new InvalidOptionError(name, `must be whole milliseconds, 1 to ${longestTimer}.`);
}
