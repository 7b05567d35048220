import { defaultMaxBodyBytes } from "../protocol/body-size.js";
import { InvalidOptionError } from "../protocol/errors.js";
import { type SignaturePassword, toPasswords, weakness } from "../protocol/signature.js";
import { defaultAccount } from "../protocol/event.js";
import { accountProblem } from "./account-store.js";
import type { Confirm } from "./confirm.js";
import type { Contract } from "../protocol/contract/contract.js";
import { type ContractSource, loadContract } from "../protocol/contract/load-contract.js";
import { checkKnownOptions } from "../protocol/known-options.js";
import { type EventQueue, refusingInbox } from "./event-queue.js";
import type { Inbox } from "./inbox.js";
import { memoryInbox } from "./memory-inbox.js";
import { createConsoleLog, type OutcomeObserver } from "./observer.js";
import { toUnreadablePlace, type UnreadablePlace } from "./unreadable-place.js";
import { lookupTimeoutMs, withTimeout } from "./with-timeout.js";

/** The signature password, or a function of the framework's request that brings it: several merchants on one server. */
export type PasswordSource<Request> =
  | SignaturePassword
  | ((request: Request) => SignaturePassword | undefined | Promise<SignaturePassword | undefined>);

/** The account, or a function of the framework's request that returns it. Called only for verified deliveries. */
export type AccountSource<Request> = string | ((request: Request) => string | Promise<string>);

/** Options that every adapter takes. */
export interface WebhookOptions<Request = unknown, Tx = undefined> {
  /**
   * From the portal, Settings > Credentials; else `NUMIPAY_SIGNATURE_PASSWORD`. A list while one replaces another; a
   * function where it depends on the request: what it does not know (undefined) is refused as a bad signature. So is a
   * delivery for which it throws, rejects or takes more than 10 seconds (less where `handlerTimeoutMs` is less).
   */
  signaturePassword?: PasswordSource<Request> | undefined;
  /**
   * The merchant account that the deliveries belong to, or a function of the framework's request. It is part of each change's
   * identity, so give each account its own where several share an inbox. Defaults to the unnamed account, `"default"`. To name
   * it later, run the inbox' `renameAccount("default", name)` first. A function that throws, rejects or takes more than 10 seconds
   * (less where `handlerTimeoutMs` is less) makes the delivery `inbox-unavailable`: it gets a 503, and the gateway retries it.
   */
  account?: AccountSource<Request> | undefined;
  /** Remembers which changes were applied. Defaults to `memoryInbox()`, which forgets at each restart. */
  inbox?: Inbox<Tx> | undefined;
  /**
   * Stores each verified delivery for a worker, instead of applying it here: `createWebhookQueue` of @numipay/bullmq. With
   * an `inbox` beside it, this webhook may have handlers, and a worker applies the events through it; without, `on` is
   * refused, for nobody would call the handler.
   */
  queue?: EventQueue | undefined;
  /**
   * What the gateway does otherwise than the library assumes: an object, or the path of a JSON file. Give the client the same.
   * Defaults to no difference.
   */
  contract?: ContractSource | undefined;
  /** Takes the bytes as they were sent and nothing else. False where not given. */
  strict?: boolean | undefined;
  /**
   * The largest body in bytes; one that a body parser has consumed counts as its JSON text. A delivery has about 230
   * bytes. Defaults to `65536`.
   */
  maxBodyBytes?: number | undefined;
  /**
   * Called once for each change that a delivery brings, before a handler runs: when the gateway's status is another, or
   * asking fails or takes longer than `handlerTimeoutMs`, nothing is applied and the delivery is answered 503, so that it comes
   * again. Defaults to no such check.
   */
  confirm?: Confirm | undefined;
  /**
   * How long the handlers of one event may run, and `confirm` may take, in milliseconds. Then the delivery counts as `handler-failed`, the inbox' transaction
   * is ended, and this process applies no change of that transaction until they settle. Defaults to `120000`.
   */
  handlerTimeoutMs?: number | undefined;
  /**
   * Called with every delivery's outcome. It may be async and is not awaited; an error of it is logged and affects nothing. By
   * default, failures are logged.
   */
  onOutcome?: OutcomeObserver | undefined;
}

/** The options, checked and whole. */
export interface WebhookSettings<Request, Tx> {
  /** The passwords, or how to find them for a request; that may reject. */
  passwords: readonly string[] | ((request: Request) => Promise<readonly string[]>);
  account: AccountSource<Request>;
  inbox: Inbox<Tx>;
  handlerTimeoutMs: number;
  queue: EventQueue | undefined;
  unreadable: UnreadablePlace;
  /** Whether events only pass through, so that a handler would never be called. */
  onlyQueues: boolean;
  contract: Contract;
  strict: boolean;
  maxBodyBytes: number;
  confirm: Confirm | undefined;
  onOutcome: OutcomeObserver;
}

/** Every option of a webhook. */
export const webhookOptionNames = [
  "signaturePassword",
  "account",
  "inbox",
  "queue",
  "contract",
  "strict",
  "maxBodyBytes",
  "confirm",
  "handlerTimeoutMs",
  "onOutcome",
] as const satisfies readonly (keyof WebhookOptions)[];

/**
 * Checks the options of a webhook and fills in the environment.
 *
 * @throws InvalidOptionError naming the option
 */
export function toWebhookSettings<Request, Tx>(
  options: WebhookOptions<Request, Tx>,
): WebhookSettings<Request, Tx> {
  checkKnownOptions(options, webhookOptionNames);
  const {
    strict = false,
    maxBodyBytes = defaultMaxBodyBytes,
    handlerTimeoutMs = 120_000,
    account = defaultAccount,
    queue,
    confirm,
    onOutcome = createConsoleLog(),
  } = options;
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
      "must have an `add`, such as what createWebhookQueue() of @numipay/bullmq makes.",
    );
  }
  // A wrong one must not be found out by the first deposit.
  if (confirm !== undefined && typeof confirm !== "function") {
    throw new InvalidOptionError(
      "confirm",
      "must be a function, such as (event) => numipay.transactions.status(event.tracking_id).",
    );
  }
  return {
    passwords: toPasswordSource(options.signaturePassword, lookupTimeoutMs(handlerTimeoutMs)),
    account,
    // The default inbox has no transaction to offer, which is what Tx says where none is given.
    inbox:
      options.inbox ??
      (queue === undefined ? (memoryInbox() as Inbox<unknown> as Inbox<Tx>) : refusingInbox()),
    handlerTimeoutMs,
    queue,
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
  // A longer timer fires at once.
  if (Number.isSafeInteger(timeoutMs) && timeoutMs >= 1 && timeoutMs <= 2_147_483_647) return;
  throw new InvalidOptionError("handlerTimeoutMs", "must be whole milliseconds, 1 to 2147483647.");
}

function toPasswordSource<Request>(
  source: PasswordSource<Request> | undefined,
  timeoutMs: number,
): WebhookSettings<Request, unknown>["passwords"] {
  if (typeof source === "function") {
    const problem = `signaturePassword did not resolve within ${timeoutMs} ms.`;
    return async (request) => {
      const passwords = await withTimeout(() => source(request), timeoutMs, problem);
      return passwords === undefined ? [] : toPasswords(passwords);
    };
  }
  const passwords = toPasswords(source ?? globalThis.process?.env?.["NUMIPAY_SIGNATURE_PASSWORD"]);
  for (const problem of new Set(passwords.map(weakness))) {
    if (problem !== undefined) console.warn(`numipay: ${problem}`);
  }
  return passwords;
}
