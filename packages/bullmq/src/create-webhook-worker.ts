import {
  type ContractSource,
  createOutcomeLogger,
  createReceiver,
  defaultAccount,
  type EventHandler,
  type EventPattern,
  type EventRegistry,
  type Inbox,
  InvalidOptionError,
  type OutcomeObserver,
  type WebhookOptions,
} from "@numipay/core";
import { checkKnownOptions, notify, type NumipayLogger } from "@numipay/core/protocol";
import { Worker } from "bullmq";
import { checkBlocking } from "./check-connection.js";
import { createWebhookProcessor } from "./create-webhook-processor.js";
import { type DeadLetter, toDeadLetter } from "./dead-letters.js";
import {
  checkCallback,
  checkCount,
  checkMs,
  checkPlace,
  placeOptionNames,
  type QueueLocation,
} from "./queue-options.js";
import { pingByWrite, redactFailure, withTimeout } from "./redis-call.js";
import { createLinkLog, toEndableLink } from "./redis-link.js";
import { defaultQueueName, type WebhookJobData } from "./webhook-job.js";
import { createDeadLetterLog } from "./dead-letter-log.js";

/** Options of `createWebhookWorker`. */
export type WebhookWorkerOptions<Tx = undefined> = QueueLocation & {
  /** How many events this worker handles at once. Defaults to `10`. */
  concurrency?: number | undefined;
  /**
   * How long a worker may stop renewing its lock on an event before another worker takes the event over, in milliseconds.
   * Defaults to `30000`.
   */
  lockMs?: number | undefined;
  /**
   * Called with each event that exhausted its attempts. Not awaited; an error is logged, and the dead letter is kept either
   * way. Defaults to a function that logs to `logger`.
   */
  onDeadLetter?: ((letter: DeadLetter) => unknown) | undefined;
  /**
   * Where connection errors go, and failures and dead letters unless `onOutcome` and `onDeadLetter` are set: pino, winston, or a logger
   * with the console's `error` and `warn`. Defaults to the console.
   */
  logger?: NumipayLogger | undefined;
} & (
    | {
        /** Remembers which changes were applied. Several workers must share one in Postgres or Redis. */
        inbox: Inbox<Tx>;
        /** Called with the outcome of each attempt. By default, failures and unhandled events are logged. */
        onOutcome?: OutcomeObserver | undefined;
        /**
         * The only merchant account to serve. Events of other accounts fail and become dead letters. By default, each event
         * is applied under the account it was received for.
         */
        account?: string | undefined;
        /**
         * How long the handlers of an event may run, in milliseconds. After that the attempt fails, and no worker in this
         * process applies a change of that transaction until the handlers settle. Defaults to `120000`.
         */
        handlerTimeoutMs?: number | undefined;
        /** The contract override. Must be the same as the webhook's. Defaults to none. */
        contract?: ContractSource | undefined;
        webhook?: undefined;
      }
    /**
     * A webhook with an inbox and handlers, such as the one from `@InjectNumipayWebhook`. Replaces `inbox`; the webhook's
     * account, `handlerTimeoutMs` and contract apply.
     */
    | ({ webhook: EventRegistry<Tx>; inbox?: undefined } & Partial<
        Record<"onOutcome" | "account" | "handlerTimeoutMs" | "contract", undefined>
      >)
  );

const workerOptionNames = [
  ...placeOptionNames,
  "concurrency",
  "lockMs",
  "onDeadLetter",
  "logger",
  "webhook",
  "inbox",
  "onOutcome",
  "account",
  "handlerTimeoutMs",
  "contract",
];

/** As long as the queue waits for Redis. */
const pingTimeoutMs = 5_000;

/** A worker. Add handlers to it as you would to a webhook. */
export interface WebhookWorker<Tx = undefined> extends EventRegistry<Tx> {
  /**
   * Starts taking events. Add the handlers first: an event without a handler is recorded as unhandled and its job completes.
   * A handler added later receives it only from `reconcile({ includeUnhandled: true })`.
   */
  start(): this;
  /**
   * Stops taking events and resolves once the running handlers have finished, even if Redis does not respond for the five
   * seconds after that. Waiting events stay in the queue.
   */
  close(): Promise<void>;
}

/**
 * Creates a worker that applies the queue's events, each once. Run any number of workers on any number of machines.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const worker = createWebhookWorker({ connection, inbox: pgInbox({ pool }) });
 * worker.on("deposit.successful", async (event, { tx }) => credit(tx, event)).start();
 */
export function createWebhookWorker<Tx = undefined>(
  options: WebhookWorkerOptions<Tx>,
): WebhookWorker<Tx> {
  checkKnownOptions(options, workerOptionNames);
  const { concurrency = 10, lockMs = 30_000, logger = console } = options;
  const logDeadLetter = createDeadLetterLog(logger);
  const { onDeadLetter = logDeadLetter } = options;
  checkPlace(options);
  checkBlocking(options.connection);
  checkCount("concurrency", concurrency);
  checkMs("lockMs", lockMs);
  checkCallback("onDeadLetter", onDeadLetter);
  const registry = options.webhook ?? createRegistry(options);

  const link = toEndableLink(options.connection);
  const handlers = new Set<Promise<unknown>>();
  const worker = new Worker<WebhookJobData>(
    options.name ?? defaultQueueName,
    track(createWebhookProcessor(registry), handlers),
    {
      connection: link.connection,
      ...(options.prefix === undefined ? {} : { prefix: options.prefix }),
      autorun: false,
      // BullMQ's default of 15 seconds after a lost connection would delay both work and `close`.
      runRetryDelay: 1000,
      concurrency,
      lockDuration: lockMs,
      stalledInterval: lockMs,
      // Tolerates deploys and crashes, but an event that keeps crashing workers becomes a dead letter.
      maxStalledCount: 5,
    },
  );
  const logLinkError = createLinkLog("the webhook worker", logger);
  worker.on("error", logLinkError);
  worker.on("failed", (job) => {
    // A job without `finishedOn` will be retried.
    if (job?.finishedOn !== undefined) notify("onDeadLetter", onDeadLetter, toDeadLetter(job));
  });

  let isStarted = false;
  return {
    inbox: registry.inbox,
    account: registry.account,
    contract: registry.contract,
    unreadable: registry.unreadable,
    on<Pattern extends EventPattern>(pattern: Pattern, handler: EventHandler<Pattern, Tx>) {
      registry.on(pattern, handler);
      return this;
    },
    once<Pattern extends EventPattern>(pattern: Pattern, handler: EventHandler<Pattern, Tx>) {
      registry.once(pattern, handler);
      return this;
    },
    off<Pattern extends EventPattern>(pattern: Pattern, handler: EventHandler<Pattern, Tx>) {
      registry.off(pattern, handler);
      return this;
    },
    apply: (event, origin) => registry.apply(event, origin),
    async ping() {
      const written = withTimeout(pingByWrite(worker), pingTimeoutMs);
      await Promise.all([registry.ping(), redactFailure("worker", written)]);
    },
    start() {
      if (!isStarted) worker.run().catch(logLinkError);
      isStarted = true;
      return this;
    },
    close: () => link.end(worker, handlers),
  };
}

/** Keeps what a processor works on in `running`. */
function track<Item, Result>(
  process: (item: Item) => Promise<Result>,
  running: Set<Promise<unknown>>,
): (item: Item) => Promise<Result> {
  return async (item) => {
    const work = process(item);
    running.add(work);
    try {
      return await work;
    } finally {
      running.delete(work);
    }
  };
}

function createRegistry<Tx>({
  inbox,
  logger = console,
  onOutcome = createOutcomeLogger(logger, "the queue"),
  // Applies to a job without an account.
  account = () => defaultAccount,
  handlerTimeoutMs,
  contract,
}: Pick<
  WebhookOptions<unknown, Tx>,
  "inbox" | "logger" | "onOutcome" | "account" | "handlerTimeoutMs" | "contract"
>) {
  if (inbox === undefined) {
    throw new InvalidOptionError(
      "inbox",
      "is missing. Pass the inbox that the workers share, or a webhook that has one.",
    );
  }
  // Never used: queued events were verified before they were stored.
  const signaturePassword = () => undefined;
  const own = { inbox, onOutcome, account, handlerTimeoutMs, contract, signaturePassword };
  return createReceiver<unknown, Tx>(own);
}
