import type { Contract } from "../protocol/contract/contract.js";
import { type ContractSource, loadContract } from "../protocol/contract/load-contract.js";
import { InvalidOptionError } from "../protocol/errors.js";
import { checkKnownOptions } from "../protocol/known-options.js";
import { checkTimeZone } from "../protocol/time-zone.js";

/** Options of `new Numipay()`. */
export interface NumipayOptions {
  /** The `X-Api-Key` of the portal; else `NUMIPAY_API_KEY`. A DEV key makes every call a test. */
  apiKey?: string | undefined;
  /** The gateway's address, HTTPS (plain HTTP on loopback only); else `NUMIPAY_BASE_URL`. There is no default. */
  baseUrl?: string | undefined;
  /**
   * What the gateway does otherwise than the library assumes: an object, or the path of a JSON file. Defaults to no
   * difference.
   */
  contract?: ContractSource | undefined;
  /**
   * The time zone of the gateway's days, such as `"Europe/Berlin"`: a Date counts for its day there. Defaults to
   * `contract.timeZone`, which defaults to `"UTC"` (assumed).
   */
  timeZone?: string | undefined;
  /**
   * Milliseconds for one whole call, its retries and answer included. 30,000 where not given. A call that moves money
   * keeps the last third of them for asking what became of it.
   */
  timeoutMs?: number | undefined;
  /** How often a call that is safe to repeat is tried again. 2 where not given; 0 is never. */
  retries?: number | undefined;
  /** Milliseconds before the first retry, doubled at each further one, with jitter. 250 where not given. */
  retryDelayMs?: number | undefined;
  /**
   * The longest response to read, in bytes after decompression. A longer one is cancelled: a call that changes nothing
   * throws an `UnexpectedResponseError`, one that moves money an `OutcomeUnknownError`. Defaults to `1048576` (1 MiB), and to
   * `33554432` (32 MiB) for `transactions.list` and each window of `transactions.iterate`; a value counts for every call.
   */
  maxResponseBytes?: number | undefined;
  /**
   * Another `fetch`, such as a sandbox's. It must send each request at most once and follow no redirect. What it retries
   * itself, in its own code or in a dispatcher such as undici's `RetryAgent`, the client cannot see: a payment could be
   * sent twice. Defaults to the global `fetch`, whose dispatcher must not retry a POST either.
   */
  fetch?: typeof globalThis.fetch | undefined;
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
  "fetch",
] as const satisfies readonly (keyof NumipayOptions)[];

/** The longest that a timer can wait, in milliseconds; past it `setTimeout` fires at once. */
export const longestTimer = 2_147_483_647;

/** The options, checked and whole. Never printed: it holds the key. */
export interface Settings {
  apiKey: string;
  baseUrl: URL;
  contract: Contract;
  timeoutMs: number;
  retries: number;
  retryDelayMs: number;
  /** Undefined: the default of each operation. */
  maxResponseBytes: number | undefined;
  fetch: typeof globalThis.fetch | undefined;
}

/**
 * Checks the options of a client and fills in the environment.
 *
 * @throws InvalidOptionError naming the option
 */
export function toSettings(options: NumipayOptions): Settings {
  checkKnownOptions(options, clientOptionNames);
  return {
    apiKey: checkApiKey(options.apiKey ?? environment("NUMIPAY_API_KEY")),
    baseUrl: checkBaseUrl(options.baseUrl ?? environment("NUMIPAY_BASE_URL")),
    contract: inTimeZone(loadContract(options.contract), options.timeZone),
    timeoutMs: checkCount("timeoutMs", options.timeoutMs ?? 30_000, 1),
    retries: checkCount("retries", options.retries ?? 2, 0),
    retryDelayMs: checkCount("retryDelayMs", options.retryDelayMs ?? 250, 0),
    maxResponseBytes:
      options.maxResponseBytes === undefined
        ? undefined
        : checkCount("maxResponseBytes", options.maxResponseBytes, 1),
    fetch: options.fetch,
  };
}

function inTimeZone(contract: Contract, timeZone: string | undefined): Contract {
  return timeZone === undefined ? contract : { ...contract, timeZone: checkTimeZone(timeZone) };
}

function environment(name: string): string | undefined {
  return globalThis.process?.env?.[name];
}

function checkApiKey(apiKey: string | undefined): string {
  if (typeof apiKey !== "string" || apiKey === "") {
    throw new InvalidOptionError(
      "apiKey",
      "give the key from the merchant portal, Settings > Credentials, or set NUMIPAY_API_KEY.",
    );
  }
  // fetch would refuse it too, but prints the key while doing so.
  if (!/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new InvalidOptionError(
      "apiKey",
      "holds a blank or a character that a header cannot: was it copied whole?",
    );
  }
  return apiKey;
}

function checkBaseUrl(baseUrl: string | undefined): URL {
  if (typeof baseUrl !== "string" || baseUrl === "") {
    throw new InvalidOptionError(
      "baseUrl",
      "give the gateway's address, or set NUMIPAY_BASE_URL. There is no default.",
    );
  }
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw new InvalidOptionError("baseUrl", "is no absolute https:// address.");
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    throw new InvalidOptionError(
      "baseUrl",
      "must be https: plain HTTP, which shows the key, is for loopback only.",
    );
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw new InvalidOptionError(
      "baseUrl",
      "must be an address alone, without user, query or fragment.",
    );
  }
  return url;
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** @throws InvalidOptionError when it is no whole number, or one past which a timer fires at once */
export function checkCount(option: string, value: number, least: number): number {
  if (!Number.isSafeInteger(value) || value < least || value > longestTimer) {
    throw new InvalidOptionError(option, `must be a whole number, ${least} to ${longestTimer}.`);
  }
  return value;
}
