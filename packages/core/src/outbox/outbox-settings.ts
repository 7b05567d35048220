import { getClientSettings } from "../client/client-settings.js";
import type { Numipay } from "../client/numipay.js";
import type { Settings } from "../client/settings.js";
import { InvalidOptionError } from "../protocol/errors.js";
import { checkKnownOptions } from "../protocol/known-options.js";
import type { NumipayLogger } from "../protocol/log/numipay-logger.js";
import type { Inbox } from "../webhooks/inbox.js";
import type { Journal } from "./create-journal.js";
import { createFailureLog, type OutboxObserver } from "./outbox-failure.js";
import type { OutboxStore } from "./outbox-store.js";

/** Options of `createOutbox`. */
export interface OutboxOptions<Tx, HandlerTx = Tx, Sync extends boolean = boolean> {
  /** The client that sends the calls. It must have been created with `journal`. */
  numipay: Numipay;
  /** The journal in your database, such as `pgJournal({ pool })`. */
  journal: Journal<OutboxStore<Tx, Sync>>;
  /**
   * The inbox in the same database, such as `pgInbox({ pool })`. It records which outcomes were handled, and gives the handlers their
   * `tx`. It can be the webhook's.
   */
  inbox: Inbox<HandlerTx>;
  /**
   * Time limit of the handlers of one outcome, in milliseconds. After that they have failed, and are called again later. Must be a whole
   * number from 1 to 2147483647. Defaults to `120000`.
   */
  handlerTimeoutMs?: number | undefined;
  /**
   * Called with each failure: a store that is unavailable, a call that was not sent, a handler that threw. Each is repeated later. Not
   * awaited; its errors are logged. Defaults to a function that logs to `logger`.
   */
  onError?: OutboxObserver | undefined;
  /** Where failures go unless `onError` is set: pino, winston, or a logger with the console's `error` and `warn`. Defaults to the console. */
  logger?: NumipayLogger | undefined;
}

/** The checked options with defaults applied. */
export type OutboxSettings<Tx, HandlerTx, Sync extends boolean> = Required<
  Omit<OutboxOptions<Tx, HandlerTx, Sync>, "numipay" | "handlerTimeoutMs" | "onError" | "logger">
> & { client: Settings; handlerTimeoutMs: number; onError: OutboxObserver };

/** The longest delay of a timer in milliseconds. */
const longestTimer = 2_147_483_647;
const mostConcurrent = 1_000;

/**
 * Checks the options of an outbox and applies the defaults.
 *
 * @throws InvalidOptionError when an option is missing, invalid or unknown
 */
export function toOutboxSettings<Tx, HandlerTx, Sync extends boolean>(
  options: OutboxOptions<Tx, HandlerTx, Sync>,
): OutboxSettings<Tx, HandlerTx, Sync> {
  checkKnownOptions(options, [
    "numipay",
    "journal",
    "inbox",
    "handlerTimeoutMs",
    "onError",
    "logger",
  ]);
  const { numipay, journal, inbox, handlerTimeoutMs = 120_000, logger = console } = options;
  const logFailure = createFailureLog(logger);
  const { onError = logFailure } = options;
  const client = getClientSettings(numipay);
  if (client === undefined) {
    throw new InvalidOptionError("numipay", "must be a client: new Numipay({ journal }).");
  }
  if (typeof journal?.store?.enqueue !== "function") {
    throw new InvalidOptionError(
      "journal",
      "must be a journal that can queue calls, such as pgJournal({ pool }) of @numipay/sql/pg. Redis cannot: it has no transaction with your rows.",
    );
  }
  if (client.journal !== journal) {
    throw new InvalidOptionError(
      "numipay",
      "must have been created with this journal: new Numipay({ journal }). Otherwise a queued call and a direct one would not know of each other.",
    );
  }
  if (typeof inbox?.claim !== "function") {
    throw new InvalidOptionError(
      "inbox",
      "must be an inbox in the database of the journal, such as pgInbox({ pool }).",
    );
  }
  if (inbox.durable === false && journal.store.durable !== false) {
    throw new InvalidOptionError(
      "inbox",
      "must be durable, because an outcome that it forgot would be handled again. Use the inbox of the journal's database.",
    );
  }
  if (typeof onError !== "function") {
    throw new InvalidOptionError("onError", "must be a function.");
  }
  checkWhole("handlerTimeoutMs", handlerTimeoutMs, longestTimer);
  return { client, journal, inbox, handlerTimeoutMs, onError };
}

/**
 * Checks the options of a worker and applies the defaults.
 *
 * @throws InvalidOptionError when an option is invalid or unknown
 */
export function toWorkerSettings(options: {
  concurrency?: number | undefined;
  pollIntervalMs?: number | undefined;
}): { concurrency: number; pollIntervalMs: number } {
  checkKnownOptions(options, ["concurrency", "pollIntervalMs"]);
  const { concurrency = 4, pollIntervalMs = 1_000 } = options;
  checkWhole("concurrency", concurrency, mostConcurrent);
  checkWhole("pollIntervalMs", pollIntervalMs, longestTimer);
  return { concurrency, pollIntervalMs };
}

/**
 * Checks the options of one run and applies the defaults.
 *
 * @throws InvalidOptionError when an option is invalid or unknown
 */
export function toRunSettings(options: {
  concurrency?: number | undefined;
  signal?: AbortSignal | undefined;
}): { concurrency: number; signal: AbortSignal | undefined } {
  checkKnownOptions(options, ["concurrency", "signal"]);
  const { concurrency = 4, signal } = options;
  checkWhole("concurrency", concurrency, mostConcurrent);
  return { concurrency, signal };
}

function checkWhole(option: string, value: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= 1 && value <= most) return;
  throw new InvalidOptionError(option, `must be a whole number from 1 to ${most}.`);
}
