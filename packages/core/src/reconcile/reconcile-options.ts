import type { Numipay } from "../client/numipay.js";
import { checkCount } from "../client/settings.js";
import type { Transaction } from "../protocol/contract/wire-types.js";
import { InvalidOptionError } from "../protocol/errors.js";
import type { Day, DayWindow } from "../protocol/gateway-date.js";
import { defaultAccount } from "../protocol/event.js";
import { checkTimeZone } from "../protocol/time-zone.js";
import { accountProblem } from "../webhooks/account-store.js";
import type { EventRegistry } from "../webhooks/receiver.js";

/** Options of `reconcile`. */
export interface ReconcileOptions<Tx = undefined> {
  /** The client that asks for the gateway's list. */
  numipay: Pick<Numipay, "transactions">;
  /** The webhook whose handlers are called, and whose inbox knows what they were called with before. */
  webhook: Pick<EventRegistry<Tx>, "apply" | "inbox" | "account"> &
    Partial<Pick<EventRegistry<Tx>, "contract">>;
  /** The merchant account that `numipay` belongs to. Defaults to the webhook's; needed where that depends on the request. */
  account?: string | undefined;
  /**
   * First day: `YYYY-MM-DD`, `DD-MM-YYYY`, or a Date, which counts for its day in `timeZone`. Defaults to the watermark in the
   * inbox, which then moves.
   */
  from?: Day | undefined;
  /** Last day. Defaults to today in `timeZone`. Needs `from`. */
  to?: Day | undefined;
  /**
   * The time zone of the gateway's days. Defaults to the client's. Can be changed from run to run: the watermark is a day that
   * is the same in every zone.
   */
  timeZone?: string | undefined;
  /**
   * Without `from`: days to look back before the watermark, because the list goes by the day of opening, and what was
   * opened then may have ended since. 7 where not given; take the longest that a payment of yours stays pending.
   */
  lookbackDays?: number | undefined;
  /** Says what would be applied, and applies and records nothing; the watermark stays. False where not given. */
  dryRun?: boolean | undefined;
  /**
   * Also applies changes that were recorded as unhandled and have a handler now. Needs `from`: a handler added today gets the
   * events of the range and none before it. Defaults to `false`.
   */
  includeUnhandled?: boolean | undefined;
  /**
   * In how many runs a transaction may fail before it is set aside: it is still tried while the list has it and is reported
   * (`setAside`), but does not hold the watermark back any more. Defaults to `3`.
   */
  setAsideAfter?: number | undefined;
  /** Tries those that are set aside again, and nothing else. Defaults to `false`. */
  retrySetAside?: boolean | undefined;
  /** The watermark's name. Each account has its own under every name. Defaults to `"reconcile"`. */
  checkpoint?: string | undefined;
  /** Days that are asked for and held in memory at a time, 1 to 7. 7 where not given. */
  windowDays?: number | undefined;
  /** Transactions that are applied at a time. 4 where not given; an inbox that holds a connection for each needs as many. */
  concurrency?: number | undefined;
  /**
   * Makes the webhook's payload out of a list's item, where the gateway's items have other fields than its webhooks. When it
   * throws, rejects or takes more than 30 seconds, the transaction counts as `malformed`.
   */
  toEvent?: ((listed: Transaction) => Transaction | Promise<Transaction>) | undefined;
  /**
   * Called after each window, and at the end. It may be async and is not awaited; an error of it is logged and affects nothing.
   */
  onProgress?: ((progress: ReconcileProgress) => unknown) | undefined;
  /** Stops between two transactions. The watermark then covers the windows that were done. */
  signal?: AbortSignal | undefined;
  /** Milliseconds for each window's call. The client's where not given. */
  timeoutMs?: number | undefined;
  /** The present, in milliseconds, for tests. */
  now?: (() => number) | undefined;
}

/** How far a run is. */
export interface ReconcileProgress {
  /** Windows that are done, of how many. */
  windowsDone: number;
  windows: number;
  /** The last one done. */
  window: DayWindow;
  /** Transactions in the list so far. */
  listed: number;
  /** Of these: applied now or, in a dry run, missing. */
  found: number;
  /** Of these: recorded as unhandled, because there is no handler for them. They do not hold the watermark back. */
  unhandled: number;
  /** Of these: could not be applied, so that the next run must try again. */
  failed: number;
  /** How many transactions are set aside, of this run and earlier ones; see `setAsideAfter`. */
  setAside: number;
  /** The day up to which everything is settled; undefined for a run that moves no watermark. */
  watermark: string | undefined;
}

/** The options, checked and whole. */
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

/**
 * Checks the options.
 *
 * @throws InvalidOptionError naming the option
 */
export function toReconcileSettings<Tx>(options: ReconcileOptions<Tx>): ReconcileSettings<Tx> {
  const { windowDays = 7, lookbackDays = 7, concurrency = 4, checkpoint = "reconcile" } = options;
  const { includeUnhandled = false, retrySetAside = false, setAsideAfter = 3 } = options;
  if (includeUnhandled && options.from === undefined) {
    throw new InvalidOptionError("from", "is needed with includeUnhandled: give the first day.");
  }
  if (retrySetAside && options.from !== undefined) {
    throw new InvalidOptionError("from", "does not go with retrySetAside, which knows the days.");
  }
  if (options.from === undefined && options.to !== undefined) {
    throw new InvalidOptionError("from", "is needed where `to` is given.");
  }
  if (typeof checkpoint !== "string" || checkpoint === "") {
    throw new InvalidOptionError("checkpoint", "must be a text that is not empty.");
  }
  if (options.webhook.inbox.durable === false && options.dryRun !== true) {
    throw new InvalidOptionError(
      "webhook",
      "its inbox knows nothing of what was applied before this process or beside it (memoryInbox(), or none behind a queue): every transaction of the range would be applied again. Give it an inbox on your database, such as postgresInbox or redisInbox, or say dryRun.",
    );
  }
  if (options.from === undefined && options.webhook.inbox.checkpoints === undefined) {
    throw new InvalidOptionError(
      "from",
      "is needed: this webhook's inbox keeps no marks, so there is no watermark to go on from.",
    );
  }
  if (options.onProgress !== undefined && typeof options.onProgress !== "function") {
    throw new InvalidOptionError("onProgress", "must be a function.");
  }
  if (windowDays > 7) {
    throw new InvalidOptionError("windowDays", "may be 7 at most: the gateway lists no more.");
  }
  return {
    ...options,
    checkpoint,
    account: toAccount(options),
    includeUnhandled,
    retrySetAside,
    setAsideAfter: checkCount("setAsideAfter", setAsideAfter, 1),
    windowDays: checkCount("windowDays", windowDays, 1),
    // One day at least: the gateway may add to a day after the run that settled it.
    lookbackDays: checkCount("lookbackDays", lookbackDays, 1),
    concurrency: checkCount("concurrency", concurrency, 1),
    dryRun: options.dryRun ?? false,
    timeZone: toTimeZone(options),
    now: options.now ?? Date.now,
  };
}

/** A client of the caller's own making may have none. */
function toTimeZone({ timeZone, numipay }: Pick<ReconcileOptions, "timeZone" | "numipay">): string {
  const client: { transactions?: { timeZone?: string } } | undefined = numipay;
  return checkTimeZone(timeZone ?? client?.transactions?.timeZone ?? "UTC");
}

/** The account whose list is read must be the one under which its changes are recorded. */
function toAccount<Tx>({ account, webhook }: ReconcileOptions<Tx>): string {
  const own = "account" in webhook ? webhook.account : defaultAccount;
  if (account === undefined) {
    if (own !== undefined) return own;
    throw new InvalidOptionError(
      "account",
      "is needed: this webhook applies events of several accounts. Give the one that numipay belongs to.",
    );
  }
  const problem = accountProblem(account);
  if (problem !== undefined) throw new InvalidOptionError("account", problem);
  if (own === undefined || own === account) return account;
  throw new InvalidOptionError("account", `is "${account}", but the webhook's is "${own}".`);
}
