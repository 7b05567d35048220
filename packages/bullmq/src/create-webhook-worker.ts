import {
  type ContractSource,
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
import { notify } from "@numipay/core/protocol";
import { Worker } from "bullmq";
import { createWebhookProcessor } from "./create-webhook-processor.js";
import { type DeadLetter, toDeadLetter } from "./dead-letters.js";
import {
  checkCallback,
  checkCount,
  checkMs,
  checkPlace,
  type QueueLocation,
} from "./queue-options.js";
import { createLinkLog, toEndableLink } from "./redis-link.js";
import { defaultQueueName, type WebhookJobData } from "./webhook-job.js";
import { createWorkerLog, logDeadLetter } from "./worker-log.js";

/** Options of `createWebhookWorker`. */
export type WebhookWorkerOptions<Tx = undefined> = QueueLocation & {
  /** How many events are worked on at once, by this worker. 10 where not given. */
  concurrency?: number | undefined;
  /**
   * Milliseconds after which an event counts as abandoned when its worker gives no sign of life, and another worker takes
   * it. 30,000 where not given.
   */
  lockMs?: number | undefined;
  /**
   * Called with each event that exhausted its attempts. It may be async and is not awaited; an error of it is logged, and the
   * dead letter is kept. By default, dead letters are printed.
   */
  onDeadLetter?: ((letter: DeadLetter) => unknown) | undefined;
} & (
    | {
        /** What remembers the changes applied. All workers share its store: Postgres or Redis, not the memory. */
        inbox: Inbox<Tx>;
        /** Called with every try's outcome. By default, failures and unhandled events are logged. */
        onOutcome?: OutcomeObserver | undefined;
        /**
         * The only merchant account whose events it applies; those of another fail, and are kept. By default it applies each
         * event under the account that it was received for.
         */
        account?: string | undefined;
        /**
         * How long the handlers of one event may run, in milliseconds. Then the try counts as failed, and no worker of this
         * process applies a change of that transaction until they settle. Defaults to `120000`.
         */
        handlerTimeoutMs?: number | undefined;
        /** What the gateway does otherwise than the library assumes: the same as the webhook's. Defaults to no difference. */
        contract?: ContractSource | undefined;
        webhook?: undefined;
      }
    /**
     * Instead of an inbox, a webhook that has its own, and handlers: such as what `@InjectNumipayWebhook` brings. Its account,
     * its `handlerTimeoutMs` and its contract apply.
     */
    | ({ webhook: EventRegistry<Tx>; inbox?: undefined } & Partial<
        Record<"onOutcome" | "account" | "handlerTimeoutMs" | "contract", undefined>
      >)
  );

/** A worker: handlers are added to it as to a webhook. */
export interface WebhookWorker<Tx = undefined> extends EventRegistry<Tx> {
  /**
   * Begins to work. Add the handlers first: an event that finds none is recorded as unhandled, and its job is complete. A handler
   * that is added later gets such an event only from `reconcile({ includeUnhandled: true })`.
   */
  start(): this;
  /** Takes no more events, and resolves when those being worked on have ended. What waits stays in the queue. */
  close(): Promise<void>;
}

/**
 * A worker that applies the queue's events, each once, by its inbox. Any number of them on any number of machines.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const worker = createWebhookWorker({ connection, inbox: postgresInbox({ pool }) });
 * worker.on("deposit.successful", async (event, { tx }) => credit(tx, event)).start();
 */
export function createWebhookWorker<Tx = undefined>(
  options: WebhookWorkerOptions<Tx>,
): WebhookWorker<Tx> {
  const { concurrency = 10, lockMs = 30_000, onDeadLetter = logDeadLetter } = options;
  checkPlace(options);
  checkCount("concurrency", concurrency);
  checkMs("lockMs", lockMs);
  checkCallback("onDeadLetter", onDeadLetter);
  const registry = options.webhook ?? createRegistry(options);

  const link = toEndableLink(options.connection);
  const worker = new Worker<WebhookJobData>(
    options.name ?? defaultQueueName,
    createWebhookProcessor(registry),
    {
      connection: link.connection,
      ...(options.prefix === undefined ? {} : { prefix: options.prefix }),
      autorun: false,
      // After a lost connection; BullMQ's own quarter of a minute would hold up work and `close` alike.
      runRetryDelay: 1000,
      concurrency,
      lockDuration: lockMs,
      stalledInterval: lockMs,
      // A deploy or a crash is not the event's fault; one that kills every worker it meets ends as a dead letter.
      maxStalledCount: 5,
    },
  );
  const logLinkError = createLinkLog("the webhook worker");
  worker.on("error", logLinkError);
  worker.on("failed", (job) => {
    // Without an end it waits for its next try.
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
    start() {
      if (!isStarted) worker.run().catch(logLinkError);
      isStarted = true;
      return this;
    },
    close: () => link.end(worker),
  };
}

function createRegistry<Tx>({
  inbox,
  onOutcome = createWorkerLog(),
  // Called for a job that names no account.
  account = () => defaultAccount,
  handlerTimeoutMs,
  contract,
}: Pick<
  WebhookOptions<unknown, Tx>,
  "inbox" | "onOutcome" | "account" | "handlerTimeoutMs" | "contract"
>) {
  if (inbox === undefined) {
    throw new InvalidOptionError(
      "inbox",
      "is what keeps workers from applying a change twice: give the one that they share, or a webhook that has one.",
    );
  }
  // No delivery comes here: events in the queue were verified before they were stored.
  const signaturePassword = () => undefined;
  const own = { inbox, onOutcome, account, handlerTimeoutMs, contract, signaturePassword };
  return createReceiver<unknown, Tx>(own);
}
