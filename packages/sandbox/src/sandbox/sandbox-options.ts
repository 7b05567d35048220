import type { ContractSource } from "@numipay/core/protocol";
import type { ChaosOptions } from "../gateway/chaos-options.js";
import type { Duration } from "../clock/duration.js";
import type { PendingWebhook } from "../gateway/pending-webhook.js";

/** How a sandbox is made. */
export interface SandboxOptions {
  /**
   * What the gateway does otherwise than the library assumes: the contract override that client and webhook take too, an
   * object or the path of a JSON file. Its `timeZone` has the days of the list. Defaults to no difference.
   */
  readonly contract?: ContractSource;
  /** Where webhooks go. Without one, changes are told to nobody. */
  readonly webhookUrl?: string;
  /** Posts the webhooks: the global `fetch`, or an app's own, so that not even they need a port. */
  readonly deliver?: typeof fetch;
  /**
   * Certificates of authorities, as PEM, that the sandbox trusts beside Node's own when it posts a webhook over HTTPS. Not
   * together with `deliver`.
   */
  readonly webhookCa?: string | readonly string[];
  /** When a transaction becomes `pending`, so that a webhook is due. Defaults to `"on-submit"` (assumed). */
  readonly pendingWebhook?: PendingWebhook;
  /** How often a webhook is tried. Defaults to every 5 minutes, 15 attempts. */
  readonly retries?: RetryOptions;
  /** Keeps everything in this file, and resumes from it. Default: in memory. */
  readonly file?: string;
  /** The virtual time that a new sandbox starts at. Default: 2026-01-01T00:00:00Z. */
  readonly startAt?: string | Date;
  /** Ids, keys and the signature password are drawn from it: same seed, same ids. */
  readonly seed?: string;
  /** How long a customer's page waits for a decision, on the virtual clock. Default: 30m. */
  readonly expiresAfter?: Duration;
  /** Delivers what is due after each request, in the background. Default: true; false leaves it to flush() and advance(). */
  readonly autoDeliver?: boolean;
  /** How long a webhook's receiver may take to answer, in real milliseconds, at most 2147483647. Defaults to `10000`. */
  readonly deliveryTimeoutMs?: number;
  /** Goes wrong on purpose, or plays a plan again. A file goes on with the chaos that it was closed with. */
  readonly chaos?: ChaosOptions;
}

/** How often a webhook is tried. */
export interface RetryOptions {
  /** Between two attempts, on the virtual clock. Defaults to `"5m"` (documented). */
  readonly interval?: Duration;
  /** At most 1000. Defaults to `15` (documented). */
  readonly attempts?: number;
  /** Whether the first attempt is one of them. Defaults to `true` (assumed). */
  readonly firstCounts?: boolean;
}
