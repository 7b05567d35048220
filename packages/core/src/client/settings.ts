import type { CallJournal } from "./call-journal.js";
import type { RequestReport, ResponseReport } from "./client-messages.js";
import { type Connection, createConnection } from "./connection.js";
import type { Contract } from "../protocol/contract/contract.js";
import { type ContractSource, loadContract } from "../protocol/contract/load-contract.js";
import { InvalidOptionError } from "../protocol/errors.js";
import { checkKnownOptions } from "../protocol/known-options.js";
import { checkTimeZone } from "../protocol/time-zone.js";
import { toUserAgent } from "./user-agent.js";

/** Options of `new Numipay()`. */
export interface NumipayOptions {
  /**
   * The API key from the merchant portal, Settings > Credentials. Defaults to the environment variable `NUMIPAY_API_KEY`, which
   * is read by the first call. With a DEV key, every call is a test.
   */
  apiKey?: string | undefined;
  /**
   * The gateway's base URL. Must be HTTPS; plain HTTP is allowed for loopback only. Defaults to the environment variable
   * `NUMIPAY_BASE_URL`, which is read by the first call.
   */
  baseUrl?: string | undefined;
  /**
   * How the gateway differs from what the library assumes: an object, or the path of a JSON file. Defaults to no difference.
   */
  contract?: ContractSource | undefined;
  /**
   * The time zone of the gateway's days, such as `"Europe/Berlin"`. A Date is converted to its calendar day in this zone.
   * Defaults to `contract.timeZone`, which defaults to `"UTC"` (assumed).
   */
  timeZone?: string | undefined;
  /**
   * Time limit of one call in milliseconds, including retries and reading the response. A call that moves money reserves the
   * last third for the status check. Defaults to `30000`.
   */
  timeoutMs?: number | undefined;
  /** How often a call that is safe to repeat is retried; `0` disables retries. Defaults to `2`. */
  retries?: number | undefined;
  /** Delay before the first retry in milliseconds, doubled for each further one, with jitter. Defaults to `250`. */
  retryDelayMs?: number | undefined;
  /**
   * The longest response body to read, in bytes after decompression. A longer one is canceled: a call that changes nothing
   * throws an `UnexpectedResponseError`, a call that moves money an `OutcomeUnknownError`. Applies to every call. Defaults to
   * `1048576` (1 MiB), and to `33554432` (32 MiB) for `transactions.list` and each window of `transactions.iterate`.
   */
  maxResponseBytes?: number | undefined;
  /** Added to the User-Agent header `numipay-node/1.2.3 node/20.20.2`, such as `"my-shop/4.5"`. Defaults to nothing. */
  userAgentSuffix?: string | undefined;
  /**
   * A custom `fetch`, such as a sandbox's. It must send each request at most once and must not follow redirects. One that calls the
   * runtime's `fetch` must pass on all options: on Bun and Deno, they prevent a second sending. The client
   * cannot detect retries inside it or in a dispatcher such as undici's `RetryAgent`: a payment could be sent twice. Defaults
   * to the global `fetch`, whose dispatcher must not retry a POST either.
   */
  fetch?: typeof globalThis.fetch | undefined;
  /**
   * Records each payment and payout call before it is sent, so that one with the same `tracking_id` is sent once. Repeating a call
   * returns the recorded response. Does not apply to `numipay.request`. Defaults to no journal.
   */
  journal?: CallJournal | undefined;
  /**
   * Called before each HTTP request, retries and status checks included. Never gets a body, a header or the key. May be async; it is not
   * awaited. Its errors are logged and ignored. Defaults to nothing.
   */
  onRequest?: ((request: RequestReport) => unknown) | undefined;
  /**
   * Called after each HTTP request, also if no response came: then `status` is undefined and `errorType` says why. May be async; it is
   * not awaited. Its errors are logged and ignored. Defaults to nothing.
   */
  onResponse?: ((response: ResponseReport) => unknown) | undefined;
}

/** Every option of `new Numipay()`. */
export const clientOptionNames = [
  "apiKey",
  "baseUrl",
  "contract",
  "timeZone",
  "timeoutMs",
  "retries",
  "retryDelayMs",
  "maxResponseBytes",
  "userAgentSuffix",
  "fetch",
  "journal",
  "onRequest",
  "onResponse",
] as const satisfies readonly (keyof NumipayOptions)[];

/** The longest delay of a timer in milliseconds. With a longer one, `setTimeout` fires immediately. */
export const longestTimer = 2_147_483_647;

/** The checked options with defaults applied. */
export interface Settings {
  /**
   * Returns the key and the base URL, from the options or from the environment.
   *
   * @throws InvalidOptionError when one is missing or the environment's is invalid
   */
  connection: () => Connection;
  contract: Contract;
  timeoutMs: number;
  retries: number;
  retryDelayMs: number;
  /** Undefined for the default of each operation. */
  maxResponseBytes: number | undefined;
  userAgent: string;
  fetch: typeof globalThis.fetch | undefined;
  journal: CallJournal | undefined;
  onRequest: NumipayOptions["onRequest"];
  onResponse: NumipayOptions["onResponse"];
}

/**
 * Checks the options of a client and applies the defaults.
 *
 * @throws InvalidOptionError when an option is invalid or unknown
 */
export function toSettings(options: NumipayOptions): Settings {
  checkKnownOptions(options, clientOptionNames);
  return {
    connection: createConnection(options),
    contract: inTimeZone(loadContract(options.contract), options.timeZone),
    timeoutMs: checkCount("timeoutMs", options.timeoutMs ?? 30_000, 1),
    retries: checkCount("retries", options.retries ?? 2, 0),
    retryDelayMs: checkCount("retryDelayMs", options.retryDelayMs ?? 250, 0),
    maxResponseBytes:
      options.maxResponseBytes === undefined
        ? undefined
        : checkCount("maxResponseBytes", options.maxResponseBytes, 1),
    userAgent: toUserAgent(options.userAgentSuffix),
    fetch: options.fetch,
    journal: checkJournal(options.journal),
    onRequest: checkCallback("onRequest", options.onRequest),
    onResponse: checkCallback("onResponse", options.onResponse),
  };
}

function checkCallback<Callback>(
  option: string,
  callback: Callback | undefined,
): Callback | undefined {
  if (callback === undefined || typeof callback === "function") return callback;
  throw new InvalidOptionError(option, "must be a function.");
}

function checkJournal(journal: CallJournal | undefined): CallJournal | undefined {
  if (journal === undefined || typeof journal?.run === "function") return journal;
  throw new InvalidOptionError("journal", "must be a journal, such as memoryJournal().");
}

function inTimeZone(contract: Contract, timeZone: string | undefined): Contract {
  return timeZone === undefined ? contract : { ...contract, timeZone: checkTimeZone(timeZone) };
}

/** @throws InvalidOptionError when the value is not a whole number from `least` to 2147483647, the longest timer delay */
export function checkCount(option: string, value: number, least: number): number {
  if (!Number.isSafeInteger(value) || value < least || value > longestTimer) {
    throw new InvalidOptionError(
      option,
      `must be a whole number from ${least} to ${longestTimer}.`,
    );
  }
  return value;
}
