import { notify } from "../protocol/notify.js";
import type { HandlerReturn } from "../webhooks/synchronous.js";
import { AlreadyQueuedError } from "./already-queued-error.js";
import type { OutboxFailure } from "./outbox-failure.js";
import {
  addHandler,
  type OutboxHandler,
  type OutboxHandlers,
  type OutboxOutcome,
  requireRefusedHandler,
} from "./outbox-handlers.js";
import type { OutboxParts } from "./outbox-parts.js";
import {
  type OutboxOptions,
  toOutboxSettings,
  toRunSettings,
  toWorkerSettings,
} from "./outbox-settings.js";
import type { OutboxStore, Returned } from "./outbox-store.js";
import { type OutboxWorker, type OutboxWorkerOptions, startWorker } from "./outbox-worker.js";
import { createProcess } from "./process-intent.js";
import type { QueueableOperation, QueueableRequests } from "./queueable.js";
import { refundOnce } from "./refund-once.js";
import { type OutboxRun, type OutboxRunOptions, runOnce } from "./run-once.js";
import { createTakeDue, type TakenIntent } from "./take-due.js";
import { toQueuedIntent } from "./to-queued-intent.js";

/** Queues calls in your own transactions, sends each once, and reports how it ended. */
export interface Outbox<Tx, HandlerTx = Tx, Sync extends boolean = boolean> {
  /**
   * Queues a call in your transaction: both commit, or neither. With a synchronous driver it returns nothing, else a promise.
   *
   * @param tx the transaction of your library, or the `tx` of a handler
   * @param operation the name of the client's method. Card payments cannot be queued
   * @param request the argument of that method. Its `tracking_id` is required
   * @param metadata a JSON value of at most 4,096 characters, for the handlers. Never put card data into it
   * @throws AlreadyQueuedError when an earlier call has this `tracking_id`. Roll back the transaction
   * @throws InvalidArgumentError when the request or the metadata is invalid
   * @example
   * await outbox.enqueue(tx, "payouts.request", { tracking_id, user_id, currency: "EUR", amount: "30.00" });
   */
  enqueue<Operation extends QueueableOperation>(
    tx: Tx,
    operation: Operation,
    request: QueueableRequests[Operation],
    metadata?: unknown,
  ): Returned<Sync, void>;
  /**
   * Adds a handler for an outcome. What it writes through `tx` commits once, together with the record that it ran.
   *
   * @throws InvalidOptionError when the outcome is unknown or the handler is not a function
   * @example
   * outbox.on("refused", (intent, { tx }) => outbox.refundOnce(tx, intent.tracking_id, () => credit(tx, intent)));
   */
  on<Outcome extends OutboxOutcome>(
    outcome: Outcome,
    handler: OutboxHandler<Outcome, HandlerTx>,
  ): this;
  /**
   * Runs a refund unless one was recorded for this `tracking_id`, and returns whether it ran. Use it wherever a payout is refunded: a
   * refused payout, and a `withdrawal.rejected` or `withdrawal.expired` webhook, are then never both refunded. The record and the
   * refund commit together.
   *
   * @throws InvalidArgumentError when `tracking_id` is not a string of 1 to 255 characters
   * @example
   * webhook.on("withdrawal.rejected", (event, { tx }) =>
   *   outbox.refundOnce(tx, event.tracking_id, () => credit(tx, event)));
   */
  refundOnce(tx: Tx, tracking_id: string, refund: () => HandlerReturn<Tx>): Returned<Sync, boolean>;
  /**
   * Starts a worker that sends what is due and calls the handlers. Run any number of them, in any number of processes. Add the handlers
   * first.
   *
   * @throws InvalidOptionError when an option is invalid, or no handler for `refused` was added
   */
  start(options?: OutboxWorkerOptions): OutboxWorker;
  /**
   * Processes what is due now, for a scheduler or a test. Each call is tried at most once.
   *
   * @throws InvalidOptionError when an option is invalid, or no handler for `refused` was added
   * @throws the store's error when it is unavailable
   */
  runOnce(options?: OutboxRunOptions): Promise<OutboxRun>;
}

/**
 * Creates an outbox: a payout is queued in the transaction that debits the wallet, and a worker sends it once.
 *
 * @throws InvalidOptionError when an option is missing, invalid or unknown
 * @example
 * const outbox = createOutbox({ numipay, journal, inbox });
 * outbox.on("refused", (intent, { tx }) => outbox.refundOnce(tx, intent.tracking_id, () => credit(tx, intent)));
 * const worker = outbox.start();
 */
export function createOutbox<Tx, HandlerTx = Tx, Sync extends boolean = boolean>(
  options: OutboxOptions<Tx, HandlerTx, Sync>,
): Outbox<Tx, HandlerTx, Sync> {
  const { client, journal, inbox, handlerTimeoutMs, onError } = toOutboxSettings(options);
  const { account, namespace } = journal;
  const store: OutboxStore<Tx> = journal.store;
  const handlers: OutboxHandlers = { confirmed: [], refused: [], unknown: [] };
  const fail = (failure: OutboxFailure): void =>
    notify("onError", onError, { ...failure, account });
  const parts: OutboxParts<Tx, HandlerTx> = {
    client,
    journal,
    inbox,
    handlers,
    handlerTimeoutMs,
    fail,
  };
  const takeDue = createTakeDue(parts);
  const release = (taken: readonly TakenIntent[]): Promise<void> =>
    store.release(taken.map(({ recorded }) => recorded));
  const process = createProcess(parts);

  function enqueue(
    tx: Tx,
    operation: string,
    request: object,
    metadata: unknown,
  ): void | Promise<void> {
    const intent = toQueuedIntent(client, namespace, { operation, request, metadata });
    const check = (isQueued: boolean): void => {
      if (!isQueued) throw new AlreadyQueuedError({ ...intent, operation });
    };
    const queued = store.enqueue(tx, intent);
    return typeof queued === "boolean" ? check(queued) : queued.then(check);
  }

  return {
    enqueue(tx, operation, request, metadata) {
      // Not an async function: the statement must be part of the transaction even if the caller forgets to wait.
      try {
        return enqueue(tx, operation, request, metadata) as Returned<Sync, void>;
      } catch (error) {
        if (store.isSynchronous) throw error;
        return Promise.reject(error) as Returned<Sync, void>;
      }
    },
    on(outcome, handler) {
      addHandler(handlers, outcome, handler);
      return this;
    },
    refundOnce: (tx, tracking_id, work) =>
      refundOnce(store, namespace, { tx, tracking_id, work }) as Returned<Sync, boolean>,
    start(workerOptions = {}) {
      const settings = toWorkerSettings(workerOptions);
      requireRefusedHandler(handlers);
      return startWorker({ ...settings, takeDue, release, process, fail, account });
    },
    async runOnce(runOptions = {}) {
      const settings = toRunSettings(runOptions);
      requireRefusedHandler(handlers);
      return runOnce(takeDue, process, settings);
    },
  };
}
