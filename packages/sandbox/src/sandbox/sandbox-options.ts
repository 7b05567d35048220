import type { ContractSource } from "@numipay/core/protocol";
import type { ChaosOptions } from "../gateway/chaos-options.js";
import type { Duration } from "../clock/duration.js";
import type { PendingWebhook } from "../gateway/pending-webhook.js";
import type { LaggingStatus } from "../gateway/status-lag.js";
import type { UsedTrackingId } from "../gateway/used-tracking-id.js";

/** The options of a sandbox. */
export interface SandboxOptions {
  /**
   * Where the gateway differs from the library's assumptions: the contract override that client and webhook take too, as an
   * object or the path of a JSON file. Its `timeZone` also applies to the list. Defaults to no override.
   */
  readonly contract?: ContractSource;
  /**
   * The name of the first account, which the cashier and the portal show, with 1 to 80 characters. Renames the account of an
   * existing `file`. Defaults to the name in the file, or `"Demo Merchant"`.
   */
  readonly merchantName?: string;
  /** The URL that receives webhooks. Without one, none are sent. */
  readonly webhookUrl?: string;
  /** Sends the webhooks. Pass an app's own fetch to deliver in process. Defaults to the global `fetch`. */
  readonly deliver?: typeof fetch;
  /**
   * Certificates of authorities, as PEM, to trust in addition to Node's own when sending a webhook over HTTPS. Cannot be
   * combined with `deliver`.
   */
  readonly webhookCa?: string | readonly string[];
  /** When a transaction becomes `pending`, which triggers a webhook. Defaults to `"on-submit"` (assumed). */
  readonly pendingWebhook?: PendingWebhook;
  /**
   * The response to a used `tracking_id`, which is not documented: `"conflict"` (409), `"rejected"` (422), `"returns-first"`
   * (the first transaction's response) or `"creates-second"` (a second transaction). Defaults to `"conflict"` (assumed).
   */
  readonly usedTrackingId?: UsedTrackingId;
  /** Makes the status of a new transaction lag. Defaults to no lag (assumed). */
  readonly statusLag?: StatusLagOptions;
  /** The retry schedule of webhooks. Defaults to every 5 minutes, 15 attempts. */
  readonly retries?: RetryOptions;
  /**
   * Stores all data in this file, and resumes from it. Only one sandbox can use a file: it holds a lock on `<file>-lock` until
   * it closes. An empty file, and one of another program, is rejected and not changed. Defaults to memory.
   */
  readonly file?: string;
  /** The virtual time at which a new sandbox starts. Defaults to `2026-01-01T00:00:00Z`. */
  readonly startAt?: string | Date;
  /** Ids, keys and the signature password are derived from it. The same seed gives the same values. */
  readonly seed?: string;
  /** The customer's time limit, on the virtual clock. Defaults to `"30m"`. */
  readonly expiresAfter?: Duration;
  /** Runs due work in the background after each request. If `false`, call flush() or advance(). Defaults to `true`. */
  readonly autoDeliver?: boolean;
  /** How long a receiver may take to respond, in real milliseconds, at most 2147483647. Defaults to `10000`. */
  readonly deliveryTimeoutMs?: number;
  /** Injects faults, or replays a plan. A file continues with its previous chaos. Defaults to none. */
  readonly chaos?: ChaosOptions;
  /**
   * Is called when work in the background fails, such as a webhook that cannot be recorded on a full disk. The work is
   * repeated, and this is called once until it succeeds. Defaults to nothing.
   */
  readonly onError?: (error: Error) => void;
}

/** A status that lags behind a new transaction. */
export interface StatusLagOptions {
  /** How long after the opening of the transaction the status lags, on the virtual clock. */
  readonly for: Duration;
  /**
   * The status until then: `"not-found"` (404), or `"pending"`, whatever happened to the transaction. Defaults to
   * `"not-found"`.
   */
  readonly shows?: LaggingStatus;
}

/** The retry schedule of webhooks. */
export interface RetryOptions {
  /** The time between two attempts, on the virtual clock. Defaults to `"5m"` (documented). */
  readonly interval?: Duration;
  /** At most 1000. Defaults to `15` (documented). */
  readonly attempts?: number;
  /** Whether the first attempt is one of them. Defaults to `true` (assumed). */
  readonly firstCounts?: boolean;
}
