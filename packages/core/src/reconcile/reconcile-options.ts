import type { Numipay } from "../client/numipay.js";
import { checkCount } from "../client/settings.js";
import type { Transaction } from "../protocol/contract/wire-types.js";
import { InvalidOptionError } from "../protocol/errors.js";
import type { Day } from "../protocol/gateway-date.js";
import { defaultAccount } from "../protocol/event.js";
import { checkKnownOptions } from "../protocol/known-options.js";
import { checkTimeZone } from "../protocol/time-zone.js";
import { accountProblem } from "../webhooks/account-store.js";
import { afterRenaming } from "../webhooks/check-event-journal.js";
import type { Journal } from "../outbox/create-journal.js";
import type { EventRegistry } from "../webhooks/receiver.js";
import { defaultCheckpoint, defaultSetAsideAfter } from "../webhooks/set-aside-notes.js";
import type { ReconcileProgress } from "./reconcile-progress.js";

/** Options of `reconcile`. */
export interface ReconcileOptions<Tx = undefined> {
  /** The client that reads the gateway's list. */
  numipay: Pick<Numipay, "transactions">;
  /** The webhook whose handlers are called, and whose inbox records what was applied. */
  webhook: Pick<EventRegistry<Tx>, "apply" | "inbox" | "account"> &
    Partial<Pick<EventRegistry<Tx>, "contract">>;
  /** The merchant account of `numipay`. Defaults to the webhook's; required if that depends on the request. */
  account?: string | undefined;
  /**
   * The journal of `numipay`. A listed transaction confirms its call, if the outcome of that is unknown. The ids of the unresolved calls
   * are read at the start. If the store becomes unavailable later, a process warning is emitted and the run continues. Not used by
   * a dry run. Defaults to no journal.
   */
  journal?: (Pick<Journal, "store" | "account"> & Partial<Pick<Journal, "namespace">>) | undefined;
  /**
   * First day: `YYYY-MM-DD`, `DD-MM-YYYY`, or a Date, which is converted to its day in `timeZone`. Defaults to the watermark in
   * the inbox less `lookbackDays`; only such a run moves the watermark.
   */
  from?: Day | undefined;
  /** Last day. Requires `from`. Defaults to today in `timeZone`. */
  to?: Day | undefined;
  /**
   * The time zone of the gateway's days. Defaults to the client's. You can change it between runs, because every day before the
   * watermark is over in all time zones.
   */
  timeZone?: string | undefined;
  /**
   * Days to look back before the watermark in a run without `from`. The list selects payments by the day they were opened, and
   * their status may have changed since. Set it to the longest time that your payments stay pending. Defaults to `7`.
   */
  lookbackDays?: number | undefined;
  /** Reports what would be applied. Applies and records nothing, and does not move the watermark. Defaults to `false`. */
  dryRun?: boolean | undefined;
  /**
   * Also applies changes that were recorded as unhandled and now have a handler. Requires `from`, so that a new handler gets only
   * the events of a range that you choose. Defaults to `false`.
   */
  includeUnhandled?: boolean | undefined;
  /**
   * The number of runs in which a transaction may fail before it is set aside. It is then still tried and reported (`setAside`)
   * while the list contains it, but no longer holds back the watermark. Defaults to `3`.
   */
  setAsideAfter?: number | undefined;
  /** Retries only the transactions that were set aside. Cannot be combined with `from`. Defaults to `false`. */
  retrySetAside?: boolean | undefined;
  /** The name of the watermark. Each account has its own watermark under a name. Defaults to `"reconcile"`. */
  checkpoint?: string | undefined;
  /** Days per request, which are in memory at the same time, from 1 to 7. Defaults to `7`. */
  windowDays?: number | undefined;
  /** Transactions applied at the same time. An inbox that holds a connection for each needs as many. Defaults to `4`. */
  concurrency?: number | undefined;
  /**
   * Converts a list item to a webhook payload, for a gateway whose list items have other fields than its webhooks. If it throws,
   * rejects or takes more than 30 seconds, the outcome is `malformed`.
   */
  toEvent?: ((listed: Transaction) => Transaction | Promise<Transaction>) | undefined;
  /** Called after each window and at the end. May be async; it is not awaited. Its errors are logged and ignored. */
  onProgress?: ((progress: ReconcileProgress) => unknown) | undefined;
  /** Aborts the run between two transactions. The watermark then covers the completed windows. */
  signal?: AbortSignal | undefined;
  /** Time limit of each list request, in milliseconds. Defaults to the client's. */
  timeoutMs?: number | undefined;
  /** Returns the current time in milliseconds, for tests. Defaults to `Date.now`. */
  now?: (() => number) | undefined;
}

/** The checked options with defaults applied. */
export interface ReconcileSettings<Tx> extends Omit<ReconcileOptions<Tx>, keyof Defaults> {
  lookbackDays: number;
  dryRun: boolean;
  includeUnhandled: boolean;
  setAsideAfter: number;
  retrySetAside: boolean;
  account: string;
  checkpoint: string;
  windowDays: number;
  concurrency: number;
  timeZone: string;
  now: () => number;
}

type Defaults = Pick<
  ReconcileOptions,
  | "lookbackDays"
  | "dryRun"
  | "includeUnhandled"
  | "setAsideAfter"
  | "retrySetAside"
  | "account"
  | "checkpoint"
  | "windowDays"
  | "concurrency"
  | "timeZone"
  | "now"
>;

const optionNames = [
  "numipay",
  "webhook",
  "account",
  "journal",
  "from",
  "to",
  "timeZone",
  "lookbackDays",
  "dryRun",
  "includeUnhandled",
  "setAsideAfter",
  "retrySetAside",
  "checkpoint",
  "windowDays",
  "concurrency",
  "toEvent",
  "onProgress",
  "signal",
  "timeoutMs",
  "now",
] as const satisfies readonly (keyof ReconcileOptions)[];

/**
 * Checks the options and applies the defaults.
 *
 * @throws InvalidOptionError when an option is missing or invalid, or options cannot be combined
 */
export function toReconcileSettings<Tx>(options: ReconcileOptions<Tx>): ReconcileSettings<Tx> {
  checkKnownOptions(options, optionNames);
  const {
    windowDays = 7,
    lookbackDays = 7,
    concurrency = 4,
    checkpoint = defaultCheckpoint,
  } = options;
  const {
    includeUnhandled = false,
    retrySetAside = false,
    setAsideAfter = defaultSetAsideAfter,
  } = options;
  if (includeUnhandled && options.from === undefined) {
    throw new InvalidOptionError("from", "is required with includeUnhandled. Pass the first day.");
  }
  if (retrySetAside && options.from !== undefined) {
    throw new InvalidOptionError(
      "from",
      "cannot be combined with retrySetAside, which reads the days from the inbox. Remove one of them.",
    );
  }
  if (options.from === undefined && options.to !== undefined) {
    throw new InvalidOptionError("from", "is required with `to`. Pass the first day.");
  }
  if (typeof checkpoint !== "string" || checkpoint === "") {
    throw new InvalidOptionError("checkpoint", "must be a non-empty string.");
  }
  if (options.webhook.inbox.durable === false && options.dryRun !== true) {
    throw new InvalidOptionError(
      "webhook",
      "must have a durable inbox. With memoryInbox(), or a queue without an inbox, every transaction of the range would be applied again. Use a database inbox such as pgInbox or redisInbox, or set dryRun.",
    );
  }
  if (options.from === undefined && options.webhook.inbox.checkpoints === undefined) {
    throw new InvalidOptionError(
      "from",
      "is required, because the webhook's inbox has no checkpoints and therefore no watermark. Pass the first day.",
    );
  }
  if (options.onProgress !== undefined && typeof options.onProgress !== "function") {
    throw new InvalidOptionError("onProgress", "must be a function.");
  }
  if (windowDays > 7) {
    throw new InvalidOptionError(
      "windowDays",
      "must be at most 7, the most days that the gateway lists.",
    );
  }
  const account = toAccount(options);
  checkJournal(options.journal, account);
  return {
    ...options,
    checkpoint,
    account,
    includeUnhandled,
    retrySetAside,
    setAsideAfter: checkCount("setAsideAfter", setAsideAfter, 1),
    windowDays: checkCount("windowDays", windowDays, 1),
    // At least one day: the gateway may add transactions to a day after the run that covered it.
    lookbackDays: checkCount("lookbackDays", lookbackDays, 1),
    concurrency: checkCount("concurrency", concurrency, 1),
    dryRun: options.dryRun ?? false,
    timeZone: toTimeZone(options),
    now: options.now ?? Date.now,
  };
}

/** A custom client may have no time zone. */
function toTimeZone({ timeZone, numipay }: Pick<ReconcileOptions, "timeZone" | "numipay">): string {
  const client: { transactions?: { timeZone?: string } } | undefined = numipay;
  return checkTimeZone(timeZone ?? client?.transactions?.timeZone ?? "UTC");
}

/** The account of the list must be the account under which its changes are recorded. */
function toAccount<Tx>({ account, webhook }: ReconcileOptions<Tx>): string {
  const own = "account" in webhook ? webhook.account : defaultAccount;
  if (account === undefined) {
    if (own !== undefined) return own;
    throw new InvalidOptionError(
      "account",
      "is required, because this webhook applies events of several accounts. Pass the account of the client.",
    );
  }
  const problem = accountProblem(account);
  if (problem !== undefined) throw new InvalidOptionError("account", problem);
  if (own === undefined || own === account) return account;
  throw new InvalidOptionError(
    "account",
    `is "${account}", but the webhook's account is "${own}". Use the webhook and the client of the same account.`,
  );
}

/** An intent of another account must not be confirmed by the list of this one. */
function checkJournal(journal: ReconcileOptions["journal"], account: string): void {
  if (journal === undefined) return;
  if (typeof journal?.store?.unresolved !== "function" || typeof journal.account !== "string") {
    throw new InvalidOptionError("journal", "must be a journal, such as pgJournal({ pool }).");
  }
  if (journal.account === account) return;
  throw new InvalidOptionError(
    "journal",
    `has the account "${journal.account}", but the list is that of "${account}". Use the journal and the client of the same account. ${afterRenaming(journal)}`,
  );
}
