import {
  checkKnownOptions,
  type Contract,
  type ContractSource,
  loadContract,
} from "@numipay/core/protocol";
import { X509Certificate } from "node:crypto";
import { checkRoutes } from "../api/check-routes.js";
import type { ChaosOptions } from "../gateway/chaos-options.js";
import { checkChaosOptions } from "../chaos/chaos.js";
import { toMilliseconds } from "../clock/duration.js";
import { toWebUrl } from "../delivery/web-url.js";
import { isMerchantName, maxMerchantName } from "../gateway/merchant-name.js";
import { type PendingWebhook, pendingWebhooks } from "../gateway/pending-webhook.js";
import { laggingStatuses, type StatusLag } from "../gateway/status-lag.js";
import { type UsedTrackingId, usedTrackingIds } from "../gateway/used-tracking-id.js";
import { documentedSchedule, type RetrySchedule } from "../gateway/retry-schedule.js";
import type { RetryOptions, SandboxOptions, StatusLagOptions } from "./sandbox-options.js";

/** The validated options of a sandbox, with defaults. */
export interface SandboxSettings {
  readonly contract: Contract;
  /** The option as passed, for clients. */
  readonly contractSource: ContractSource | undefined;
  /** Undefined keeps the name in the file. */
  readonly merchantName: string | undefined;
  readonly webhookUrl: string | undefined;
  /** Undefined for the global fetch, or one that trusts `webhookCa`. */
  readonly deliver: typeof fetch | undefined;
  readonly webhookCa: readonly string[];
  readonly pendingWebhook: PendingWebhook;
  readonly usedTrackingId: UsedTrackingId;
  readonly statusLag: StatusLag;
  readonly retries: RetrySchedule;
  readonly file: string;
  readonly startAt: number;
  readonly seed: string | undefined;
  readonly expiresAfterMs: number;
  readonly autoDeliver: boolean;
  readonly deliveryTimeoutMs: number;
  readonly chaos: ChaosOptions | undefined;
  readonly onError: ((error: Error) => void) | undefined;
}

const optionNames = [
  "contract",
  "merchantName",
  "webhookUrl",
  "deliver",
  "webhookCa",
  "pendingWebhook",
  "usedTrackingId",
  "statusLag",
  "retries",
  "file",
  "startAt",
  "seed",
  "expiresAfter",
  "autoDeliver",
  "deliveryTimeoutMs",
  "chaos",
  "onError",
] as const satisfies readonly (keyof SandboxOptions)[];

/**
 * Validates the options of a sandbox.
 *
 * @throws TypeError, RangeError or InvalidOptionError that names the option.
 */
export function toSettings(options: SandboxOptions): SandboxSettings {
  checkKnownOptions(options, optionNames);
  const { webhookUrl, deliver, webhookCa = [], chaos } = options;
  if (deliver !== undefined && webhookCa.length > 0) {
    throw new TypeError("webhookCa cannot be combined with deliver. Remove one of them.");
  }
  if (chaos !== undefined) checkChaosOptions(chaos);
  const contract = loadContract(options.contract);
  checkRoutes(contract);
  return {
    contract,
    contractSource: options.contract,
    merchantName: toMerchantName(options.merchantName),
    webhookUrl: webhookUrl === undefined ? undefined : toWebUrl(webhookUrl),
    deliver,
    webhookCa: (typeof webhookCa === "string" ? [webhookCa] : webhookCa).map(toCertificates),
    pendingWebhook: toPendingWebhook(options.pendingWebhook),
    usedTrackingId: toUsedTrackingId(options.usedTrackingId),
    statusLag: toStatusLag(options.statusLag),
    retries: toSchedule(options.retries),
    file: options.file ?? ":memory:",
    startAt: toInstant(options.startAt ?? "2026-01-01T00:00:00Z"),
    seed: options.seed,
    expiresAfterMs: toMilliseconds(options.expiresAfter ?? "30m"),
    autoDeliver: options.autoDeliver ?? true,
    deliveryTimeoutMs: checkTimeout(options.deliveryTimeoutMs ?? 10_000),
    chaos,
    onError: options.onError,
  };
}

function toMerchantName(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  if (isMerchantName(name)) return name.trim();
  throw new TypeError(
    `merchantName must be a text of 1 to ${maxMerchantName} characters without control characters.`,
  );
}

/** Node ignores invalid certificates, and each delivery would then fail. */
function toCertificates(pem: string): string {
  try {
    void new X509Certificate(pem);
    return pem;
  } catch {
    throw new TypeError("webhookCa must be PEM certificates, not a file path.");
  }
}

function toPendingWebhook(value: PendingWebhook = "on-submit"): PendingWebhook {
  if (pendingWebhooks.includes(value)) return value;
  throw new TypeError(`pendingWebhook must be one of ${pendingWebhooks.join(", ")}.`);
}

function toUsedTrackingId(value: UsedTrackingId = "conflict"): UsedTrackingId {
  if (usedTrackingIds.includes(value)) return value;
  throw new TypeError(`usedTrackingId must be one of ${usedTrackingIds.join(", ")}.`);
}

function toStatusLag(lag: StatusLagOptions | undefined): StatusLag {
  if (lag === undefined) return { shows: "not-found", forMs: 0 };
  checkKnownOptions(lag, ["for", "shows"], "statusLag.");
  const { for: duration, shows = "not-found" } = lag;
  if (!laggingStatuses.includes(shows)) {
    throw new TypeError(`statusLag.shows must be one of ${laggingStatuses.join(", ")}.`);
  }
  if (duration === undefined) {
    throw new TypeError('statusLag.for is missing. Pass a duration, such as "30s".');
  }
  return { shows, forMs: toMilliseconds(duration) };
}

/** An endless schedule would keep the sandbox from becoming idle. */
const maxAttempts = 1000;

function toSchedule(retries: RetryOptions = {}): RetrySchedule {
  checkKnownOptions(retries, ["interval", "attempts", "firstCounts"], "retries.");
  const { interval, attempts = documentedSchedule.attempts, firstCounts = true } = retries;
  const intervalMs =
    interval === undefined ? documentedSchedule.intervalMs : toMilliseconds(interval);
  if (intervalMs < 1) throw new RangeError("retries.interval must be at least 1 ms.");
  if (!Number.isSafeInteger(attempts) || attempts < 1 || attempts > maxAttempts) {
    throw new RangeError(`retries.attempts must be a whole number from 1 to ${maxAttempts}.`);
  }
  return { intervalMs, attempts: firstCounts ? attempts : attempts + 1 };
}

function toInstant(time: string | Date): number {
  const instant = new Date(time).getTime();
  if (Number.isNaN(instant)) throw new RangeError("startAt must be an ISO 8601 date and time.");
  return instant;
}

/** Timers above this limit fire at once, so every delivery would time out. */
function checkTimeout(ms: number): number {
  if (Number.isSafeInteger(ms) && ms >= 1 && ms <= 2_147_483_647) return ms;
  throw new RangeError("deliveryTimeoutMs must be whole milliseconds from 1 to 2147483647.");
}
