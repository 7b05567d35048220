import type { TransactionStatusResponse } from "../protocol/contract/wire-types.js";
import { InvalidArgumentError } from "../protocol/errors.js";
import type { CallOptions } from "./call-options.js";
import { checkTrackingId } from "./check-request.js";
import {
  isConnectionError,
  isGatewayFaultError,
  isOutcomeUnknownError,
  isRequestRejectedError,
  isTimeoutError,
  isUnexpectedResponseError,
  type OutcomeUnknownError,
} from "./errors.js";
import { fullDelayMs, retryDelayMs } from "./retry.js";
import { checkCount } from "./settings.js";
import { wait } from "./until-aborted.js";

/** Options of `transactions.resolve`. `timeoutMs` applies to each status check. */
export interface ResolveOptions extends CallOptions {
  /** The maximum number of status checks. Defaults to `8`. */
  attempts?: number | undefined;
  /**
   * Delay before the second status check in milliseconds, doubled for each further one up to 30,000, with jitter. Defaults to
   * `5000`. The sum of all delays also limits `Retry-After`: once it is used up, the next check is the last.
   */
  delayMs?: number | undefined;
}

/** The result of `transactions.resolve`. */
export type Resolution =
  /** The gateway has the transaction. */
  | ({ found: true } & TransactionStatusResponse)
  /** The gateway did not have it at the last check: you may send it again with the SAME tracking_id. */
  | { found: false };

type GetStatus = (tracking_id: string, options: CallOptions) => Promise<TransactionStatusResponse>;

/**
 * Checks the status until the outcome is known. A transaction that is found is known. One that is not found may still arrive,
 * and a pending payout may still receive the decision that was sent, so both are checked again.
 *
 * @throws InvalidOptionError when an option is invalid
 * @throws InvalidArgumentError when the tracking_id is invalid, or the error's call had none
 * @throws ConnectionError, TimeoutError, GatewayFaultError, UnexpectedResponseError or RequestRejectedError when the last check
 *   failed too, and RedirectRefusedError immediately: the outcome is still unknown
 */
export async function resolve(
  getStatus: GetStatus,
  unknown: OutcomeUnknownError | string,
  { attempts = 8, delayMs = 5_000, signal, timeoutMs }: ResolveOptions = {},
): Promise<Resolution> {
  const tracking_id = toTrackingId(unknown);
  checkCount("attempts", attempts, 1);
  checkCount("delayMs", delayMs, 0);
  // The sum of all delays without jitter: the most that Retry-After headers can make the caller wait.
  let leftMs = totalDelayMs(delayMs, attempts);
  let lastAttempt = attempts;
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    const check = await checkOnce(getStatus, tracking_id, { signal, timeoutMs });
    const { resolution } = check;
    if (resolution !== undefined && (attempt >= lastAttempt || isResolved(resolution, unknown))) {
      return resolution;
    }
    if (attempt >= lastAttempt) throw check.error;
    const pauseMs = retryDelayMs(delayMs, attempt - 1, check.retryAfterMs);
    if (pauseMs > leftMs) lastAttempt = attempt + 1;
    await wait(Math.min(pauseMs, leftMs), signal ?? new AbortController().signal);
    leftMs -= Math.min(pauseMs, leftMs);
  }
}

/** The sum of the delays between the checks. Beyond the doublings all delays are equal, so they are multiplied. */
function totalDelayMs(delayMs: number, attempts: number): number {
  let totalMs = 0;
  let attempt = 0;
  for (; attempt < attempts - 1 && attempt < 32; attempt += 1) {
    totalMs += fullDelayMs(delayMs, attempt);
  }
  return totalMs + (attempts - 1 - attempt) * fullDelayMs(delayMs, attempt);
}

/** The result of one status check, or its error. */
interface StatusCheck {
  resolution?: Resolution;
  error?: unknown;
  retryAfterMs?: number | undefined;
}

async function checkOnce(
  getStatus: GetStatus,
  tracking_id: string,
  options: CallOptions,
): Promise<StatusCheck> {
  try {
    // `found` comes last, so that a response field of the same name cannot override it.
    return { resolution: { ...(await getStatus(tracking_id, options)), found: true } };
  } catch (error) {
    options.signal?.throwIfAborted();
    // The response for an unknown id is not documented; 404 is assumed.
    if (isRequestRejectedError(error) && error.status === 404)
      return { resolution: { found: false } };
    if (!isTransient(error)) throw error;
    return { error, retryAfterMs: isRequestRejectedError(error) ? error.retryAfterMs : undefined };
  }
}

/** An invalid key or a redirect would fail the next check too. */
function isTransient(error: unknown): boolean {
  return (
    isConnectionError(error) ||
    isTimeoutError(error) ||
    isGatewayFaultError(error) ||
    isUnexpectedResponseError(error) ||
    (isRequestRejectedError(error) && (error.status === 429 || error.status === 408))
  );
}

function isResolved(resolution: Resolution, unknown: OutcomeUnknownError | string): boolean {
  if (!resolution.found) return false;
  // A payout exists before it is approved or rejected: while it is pending, the decision may not have arrived.
  const isDecision =
    isOutcomeUnknownError(unknown) && /^(approve|reject)Payout$/.test(unknown.operation);
  return !isDecision || resolution.transaction_status !== "pending";
}

/**
 * The tracking_id to resolve.
 *
 * @throws InvalidArgumentError when it is invalid, or the error's call had none
 */
export function toTrackingId(unknown: OutcomeUnknownError | string): string {
  if (!isOutcomeUnknownError(unknown)) return checkTrackingId(unknown);
  const { operation, tracking_id } = unknown;
  if (tracking_id !== undefined) return tracking_id;
  throw new InvalidArgumentError(
    "tracking_id",
    `is missing: the ${operation} call with the unknown outcome had none. Pass it: transactions.resolve(tracking_id).`,
    { cause: unknown },
  );
}
