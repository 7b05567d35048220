import { defaultMaxBodyBytes } from "../protocol/body-size.js";
import { InvalidOptionError } from "../protocol/errors.js";
import { defaultAccount } from "../protocol/event.js";
import { accountProblem } from "./account-store.js";
import type { Confirm } from "./confirm.js";
import type { Contract } from "../protocol/contract/contract.js";
import { type ContractSource, loadContract } from "../protocol/contract/load-contract.js";
import { checkKnownOptions } from "../protocol/known-options.js";
import type { NumipayLogger } from "../protocol/log/numipay-logger.js";
import { toLog } from "../protocol/log/to-log.js";
import { checkEventJournal } from "./check-event-journal.js";
import type { EventJournal } from "./event-journal.js";
import { type EventQueue, refusingInbox } from "./event-queue.js";
import type { Inbox } from "./inbox.js";
import { memoryInbox } from "./memory-inbox.js";
import { createOutcomeLogger, type OutcomeObserver } from "./observer.js";
import { type PasswordSettings, type PasswordSource, toPasswordSource } from "./password-source.js";
import { toUnreadablePlace, type UnreadablePlace } from "./unreadable-place.js";
import { lookupTimeoutMs } from "./with-timeout.js";

/** The account, or a function that returns it for the framework's request. Called only for verified deliveries. */
export type AccountSource<Request> = string | ((request: Request) => string | Promise<string>);

/** Options of every adapter. */
export interface WebhookOptions<Request = unknown, Tx = undefined> {
  /**
   * The signature password from the merchant portal, Settings > Credentials. During a rotation, a list. If it depends on the
   * request, a function: if it returns undefined, throws, rejects or takes more than 10 seconds (or `handlerTimeoutMs` if that is
   * less), the outcome is `bad-signature`. Defaults to the environment variable `NUMIPAY_SIGNATURE_PASSWORD`.
   */
  signaturePassword?: PasswordSource<Request> | undefined;
  /**
   * The merchant account of the deliveries, or a function that returns it for the framework's request. It is part of each change's
   * identity, so each account needs its own name if several share an inbox. To name the default account later, run the inbox's
   * `renameAccount("default", name)` first. If a function throws, rejects or takes more than 10 seconds (or `handlerTimeoutMs` if
   * that is less), the outcome is `inbox-unavailable`: the delivery gets a 503 and the gateway retries it. Defaults to `"default"`.
   */
  account?: AccountSource<Request> | undefined;
  /** Records which changes were applied. Use a database inbox in production. Defaults to `memoryInbox()`, which is lost on restart. */
  inbox?: Inbox<Tx> | undefined;
  /**
   * Stores each verified delivery for a worker instead of applying it, such as `createWebhookQueue` from @numipay/bullmq. With an
   * `inbox` as well, this webhook can have handlers, which a worker calls. Without one, `on` throws an `InvalidOptionError`,
   * because the handler would never be called.
   */
  queue?: EventQueue | undefined;
  /**
   * The journal of the client. Handlers get the call that created the transaction as `intent`, also if its response has not arrived or
   * was lost. It is read once per delivery that has a handler. An event confirms a call whose outcome is unknown. If the journal is
   * unavailable, the outcome is `inbox-unavailable`: the delivery gets a 503 and the gateway retries it. Defaults to no journal.
   */
  journal?: EventJournal | undefined;
  /**
   * How the gateway differs from what the library assumes: an object, or the path of a JSON file. Use the same for the client.
   * Defaults to no difference.
   */
  contract?: ContractSource | undefined;
  /** Verifies the raw bytes only, never the canonical form. Defaults to `false`. */
  strict?: boolean | undefined;
  /**
   * The largest body in bytes. A body that a parser has consumed counts as its JSON text. A typical delivery has about 230 bytes.
   * Defaults to `65536`.
   */
  maxBodyBytes?: number | undefined;
  /**
   * Called once per change from a delivery, before its handlers. If the gateway's status differs, or the call fails or takes longer
   * than `handlerTimeoutMs`, nothing is applied, the delivery gets a 503 and the gateway retries it. Defaults to no confirmation.
   */
  confirm?: Confirm | undefined;
  /**
   * Time limit of the handlers of one event, and of `confirm`, in milliseconds. After that the outcome is `handler-failed`, the
   * inbox's database transaction is ended, and this process applies no change of the same payment until the handlers finish.
   * Defaults to `120000`.
   */
  handlerTimeoutMs?: number | undefined;
  /**
   * Called with the outcome of every delivery. May be async; it is not awaited. Its errors are logged and ignored. Defaults to a
   * function that logs failures to `logger`.
   */
  onOutcome?: OutcomeObserver | undefined;
  /** Where warnings go, and failures unless `onOutcome` is set: pino, winston, or a logger with the console's `error` and `warn`. Defaults to the console. */
  logger?: NumipayLogger | undefined;
}

/** The checked options with defaults applied. */
export interface WebhookSettings<Request, Tx> extends PasswordSettings<Request> {
  account: AccountSource<Request>;
  inbox: Inbox<Tx>;
  handlerTimeoutMs: number;
  queue: EventQueue | undefined;
  journal: EventJournal | undefined;
  unreadable: UnreadablePlace;
  /** Whether events only go to the queue, so that a handler would never be called. */
  onlyQueues: boolean;
  contract: Contract;
  strict: boolean;
  maxBodyBytes: number;
  confirm: Confirm | undefined;
  onOutcome: OutcomeObserver;
}

/** When the password is read from the environment. */
export interface PasswordReading {
  /**
   * With the first delivery, so that a module can be imported by a build that has no secrets. Defaults to `false`: a server must
   * not start without the password.
   */
  isPasswordLazy?: boolean;
}

/** Every option of a webhook. */
export const webhookOptionNames = [
  "signaturePassword",
  "account",
  "inbox",
  "queue",
  "journal",
  "contract",
  "strict",
  "maxBodyBytes",
  "confirm",
  "handlerTimeoutMs",
  "onOutcome",
  "logger",
] as const satisfies readonly (keyof WebhookOptions)[];

/**
 * Checks the options of a webhook and applies the environment variable and defaults.
 *
 * @throws InvalidOptionError when an option is missing, invalid or unknown
 */
export function toWebhookSettings<Request, Tx>(
  options: WebhookOptions<Request, Tx>,
  { isPasswordLazy = false }: PasswordReading = {},
): WebhookSettings<Request, Tx> {
  checkKnownOptions(options, webhookOptionNames);
  const {
    strict = false,
    maxBodyBytes = defaultMaxBodyBytes,
    handlerTimeoutMs = 120_000,
    account = defaultAccount,
    queue,
    journal,
    confirm,
    logger = console,
    onOutcome = createOutcomeLogger(logger),
  } = options;
  const log = toLog(logger);
  if (!Number.isSafeInteger(maxBodyBytes) || maxBodyBytes < 1) {
    throw new InvalidOptionError("maxBodyBytes", "must be a whole number of at least 1.");
  }
  checkHandlerTimeout(handlerTimeoutMs);
  const accountIssue = typeof account === "function" ? undefined : accountProblem(account);
  if (accountIssue !== undefined) throw new InvalidOptionError("account", accountIssue);
  if (typeof onOutcome !== "function")
    throw new InvalidOptionError("onOutcome", "must be a function.");
  if (queue !== undefined && typeof queue?.add !== "function") {
    throw new InvalidOptionError(
      "queue",
      "must have an add method, as the result of createWebhookQueue() from @numipay/bullmq has.",
    );
  }
  checkEventJournal(journal, account);
  // Checked at startup, not by the first deposit.
  if (confirm !== undefined && typeof confirm !== "function") {
    throw new InvalidOptionError(
      "confirm",
      "must be a function, such as (event) => numipay.transactions.status(event.tracking_id).",
    );
  }
  return {
    ...toPasswordSource(options.signaturePassword, {
      timeoutMs: lookupTimeoutMs(handlerTimeoutMs),
      isLazy: isPasswordLazy,
      log,
    }),
    account,
    // The default inbox has no database transaction, and without an inbox Tx is undefined.
    inbox:
      options.inbox ??
      (queue === undefined ? (memoryInbox() as Inbox<unknown> as Inbox<Tx>) : refusingInbox()),
    handlerTimeoutMs,
    queue,
    journal,
    unreadable: toUnreadablePlace(options),
    onlyQueues: queue !== undefined && options.inbox === undefined,
    contract: loadContract(options.contract),
    strict,
    maxBodyBytes,
    confirm,
    onOutcome,
  };
}

function checkHandlerTimeout(timeoutMs: number): void {
  // A timer with a longer delay would fire immediately.
  if (Number.isSafeInteger(timeoutMs) && timeoutMs >= 1 && timeoutMs <= 2_147_483_647) return;
  throw new InvalidOptionError(
    "handlerTimeoutMs",
    "must be a whole number of milliseconds from 1 to 2147483647.",
  );
}
