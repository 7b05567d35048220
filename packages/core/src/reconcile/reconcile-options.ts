import type { Numipay } from "../client/numipay.js";
import { checkCount } from "../client/settings.js";
import type { Transaction } from "../protocol/contract.generated.js";
import { InvalidOptionError } from "../protocol/errors.js";
import type { Day, DayWindow } from "../protocol/gateway-date.js";
import type { EventRegistry } from "../webhooks/receiver.js";

/** Options of `reconcile`. */
export interface ReconcileOptions<Tx = undefined> {
  /** The client that asks for the gateway's list. */
  numipay: Pick<Numipay, "transactions">;
  /** The webhook whose handlers are told, and whose inbox knows what they were told before. */
  webhook: Pick<EventRegistry<Tx>, "apply" | "inbox">;
  /** First day. Where not given, goes on from the watermark in the inbox, and moves it. */
  from?: Day | undefined;
  /** Last day; today (UTC) where not given. Needs `from`. */
  to?: Day | undefined;
  /**
   * Without `from`: days to look back before the watermark, because the list goes by the day of opening, and what was
   * opened then may have ended since. 7 where not given; take the longest that a payment of yours stays pending.
   */
  lookbackDays?: number | undefined;
  /** Says what would be applied, and applies and records nothing; the watermark stays. False where not given. */
  dryRun?: boolean | undefined;
  /** The watermark's name, where several accounts share one store. `"reconcile"` where not given. */
  mark?: string | undefined;
  /** Days that are asked for and held in memory at a time, 1 to 7. 7 where not given. */
  windowDays?: number | undefined;
  /** Transactions that are applied at a time. 4 where not given; an inbox that holds a connection for each needs as many. */
  concurrency?: number | undefined;
  /** Makes the webhook's payload out of a list's item, where the gateway's items have other fields than its webhooks. */
  toEvent?: ((listed: Transaction) => Transaction) | undefined;
  /** Told after each window, and at the end. */
  onProgress?: ((progress: ReconcileProgress) => void) | undefined;
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
  /** Of these: told the handlers now or, in a dry run, not told yet. */
  found: number;
  /** Of these: could not be applied, so that the next run must try again. */
  failed: number;
  /** The day up to which everything is settled; undefined for a run that moves no watermark. */
  watermark: string | undefined;
}

/** The options, checked and whole. */
export interface ReconcileSettings<Tx> extends Omit<ReconcileOptions<Tx>, keyof Defaults> {
  lookbackDays: number;
  dryRun: boolean;
  mark: string;
  windowDays: number;
  concurrency: number;
  now: () => number;
}

type Defaults = Pick<
  ReconcileOptions,
  "lookbackDays" | "dryRun" | "mark" | "windowDays" | "concurrency" | "now"
>;

/**
 * Checks the options.
 *
 * @throws InvalidOptionError naming the option
 */
export function toReconcileSettings<Tx>(options: ReconcileOptions<Tx>): ReconcileSettings<Tx> {
  const { windowDays = 7, lookbackDays = 7, concurrency = 4, mark = "reconcile" } = options;
  if (options.from === undefined && options.to !== undefined) {
    throw new InvalidOptionError("from", "is needed where `to` is given.");
  }
  if (typeof mark !== "string" || mark === "") {
    throw new InvalidOptionError("mark", "must be a text that is not empty.");
  }
  if (options.webhook.inbox.forgets === true && options.dryRun !== true) {
    throw new InvalidOptionError(
      "webhook",
      "its inbox knows nothing of what was applied before this process or beside it (memoryInbox(), or none behind a queue): every transaction of the range would be applied again. Give it an inbox on your database, such as postgresInbox or redisInbox, or say dryRun.",
    );
  }
  if (options.from === undefined && options.webhook.inbox.marks === undefined) {
    throw new InvalidOptionError(
      "from",
      "is needed: this webhook's inbox keeps no marks, so there is no watermark to go on from.",
    );
  }
  if (windowDays > 7) {
    throw new InvalidOptionError("windowDays", "may be 7 at most: the gateway lists no more.");
  }
  return {
    ...options,
    mark,
    windowDays: checkCount("windowDays", windowDays, 1),
    // One day at least: the gateway's day may end at another hour than ours.
    lookbackDays: checkCount("lookbackDays", lookbackDays, 1),
    concurrency: checkCount("concurrency", concurrency, 1),
    dryRun: options.dryRun ?? false,
    now: options.now ?? Date.now,
  };
}
