import { getClientSettings } from "../client/client-settings.js";
import type { Numipay } from "../client/numipay.js";
import { checkCount } from "../client/settings.js";
import { InvalidOptionError } from "../protocol/errors.js";
import { checkKnownOptions } from "../protocol/known-options.js";
import type { Journal } from "./create-journal.js";
import type { RecoverProgress } from "./recovery.js";
import { toKeyId } from "./to-intent.js";

/** Options of `recover`. */
export interface RecoverOptions {
  /** The client that asks the gateway. Its API key must belong to the account of the journal. */
  numipay: Numipay;
  /** The journal whose intents are resolved. */
  journal: Pick<Journal, "store" | "account"> & Partial<Pick<Journal, "namespace">>;
  /**
   * What to do with a payment or payout request that the gateway does not have. `"never"`: it stays unknown. `"when-not-found"`: it may be
   * sent again, with the SAME `tracking_id`, if the status is a 404, the gateway's list does not have it either, and `graceMs` have
   * passed. The outbox sends its own intents again; another call is sent when your program repeats it.
   *
   * `"when-not-found"` pays twice if the first request arrives after that, and the gateway creates a second transaction for a used
   * `tracking_id`. A request can arrive that late if its process was suspended between recording and sending it, or if the
   * network or the gateway delayed it. Defaults to `"never"`.
   */
  resend?: "never" | "when-not-found" | undefined;
  /**
   * How long ago the last attempt must have been recorded before it is sent again, in milliseconds. Must be longer than the gateway's
   * status and list can lag. The time was recorded by the clock of the store and is compared with the clock of this process, so the
   * difference between them must be much smaller. At least 60000. Defaults to `900000` (15 minutes).
   */
  graceMs?: number | undefined;
  /** Asks the gateway and reports what would be recorded. Records nothing. Defaults to `false`. */
  dryRun?: boolean | undefined;
  /** Intents resolved at the same time. Defaults to `4`. */
  concurrency?: number | undefined;
  /** Time limit of each request to the gateway and each call of the store, in milliseconds. Defaults to `30000`. */
  timeoutMs?: number | undefined;
  /** Called after each intent. May be async; it is not awaited. Its errors are logged and ignored. */
  onProgress?: ((progress: RecoverProgress) => unknown) | undefined;
  /** Aborts the run. What was recorded stays recorded, and other intents stay as they are. */
  signal?: AbortSignal | undefined;
  /** Returns the current time in milliseconds, for tests. Defaults to `Date.now`. */
  now?: (() => number) | undefined;
}

/** The checked options with defaults applied. */
export interface RecoverSettings {
  numipay: Numipay;
  store: Journal["store"];
  account: string;
  /** The name under which the store keeps the records. */
  namespace: string;
  /** Identifies the client's API key. Only an intent that was recorded with it may be sent again. */
  keyId: string | undefined;
  resend: "never" | "when-not-found";
  graceMs: number;
  dryRun: boolean;
  concurrency: number;
  timeoutMs: number;
  onProgress: RecoverOptions["onProgress"];
  signal: AbortSignal;
  now: () => number;
}

const optionNames = [
  "numipay",
  "journal",
  "resend",
  "graceMs",
  "dryRun",
  "concurrency",
  "timeoutMs",
  "onProgress",
  "signal",
  "now",
] as const satisfies readonly (keyof RecoverOptions)[];

/** After this time, no request is in flight that was recorded as unknown at once, such as one that the caller aborted. */
const shortestGraceMs = 60_000;

/**
 * Checks the options and applies the defaults.
 *
 * @throws InvalidOptionError when an option is missing, invalid or unknown
 */
export async function toRecoverSettings(options: RecoverOptions): Promise<RecoverSettings> {
  checkKnownOptions(options, optionNames);
  const { numipay, journal, resend = "never", graceMs = 15 * 60_000, onProgress } = options;
  if (typeof journal?.store?.unresolved !== "function" || typeof journal.account !== "string") {
    throw new InvalidOptionError("journal", "must be a journal, such as pgJournal({ pool }).");
  }
  if (typeof numipay?.transactions?.status !== "function") {
    throw new InvalidOptionError("numipay", "must be a client. Pass new Numipay().");
  }
  if (resend !== "never" && resend !== "when-not-found") {
    throw new InvalidOptionError("resend", 'must be "never" or "when-not-found".');
  }
  if (onProgress !== undefined && typeof onProgress !== "function") {
    throw new InvalidOptionError("onProgress", "must be a function.");
  }
  return {
    numipay,
    store: journal.store,
    account: journal.account,
    namespace: journal.namespace ?? journal.account,
    keyId: resend === "never" ? undefined : await findKeyId(numipay),
    resend,
    graceMs: checkCount("graceMs", graceMs, shortestGraceMs),
    dryRun: options.dryRun ?? false,
    concurrency: checkCount("concurrency", options.concurrency ?? 4, 1),
    timeoutMs: checkCount("timeoutMs", options.timeoutMs ?? 30_000, 1),
    onProgress,
    signal: options.signal ?? new AbortController().signal,
    now: options.now ?? Date.now,
  };
}

async function findKeyId(numipay: Numipay): Promise<string> {
  const settings = getClientSettings(numipay);
  if (settings !== undefined) return toKeyId(settings.connection().apiKey);
  throw new InvalidOptionError(
    "numipay",
    'must be created with new Numipay() if resend is "when-not-found": only an intent of its API key may be sent again.',
  );
}
