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

/** Options of `transactions.resolve`. `timeoutMs` counts for each asking. */
export interface ResolveOptions extends CallOptions {
  /** How often the gateway is asked at most. 8 where not given. */
  attempts?: number | undefined;
  /**
   * Milliseconds before the second asking; doubled at each further one up to 30,000, with jitter. Defaults to `5000`. All
   * delays together also limit what a `Retry-After` may add: the last asking comes when they are spent.
   */
  delayMs?: number | undefined;
}

/** What became of a call whose outcome was unknown. */
export type Resolution =
  /** The gateway has the transaction. */
  | ({ found: true } & TransactionStatusResponse)
  /** The gateway did not know it at the last asking either: it may be sent again, with the SAME tracking_id. */
  | { found: false };

type AskStatus = (tracking_id: string, options: CallOptions) => Promise<TransactionStatusResponse>;

/**
 * Asks for the status until the outcome is known: a transaction that is found is, one that is not may still be on its
 * way, and a payout that is pending may still get the decision that was sent.
 *
 * @throws InvalidArgumentError when an option is wrong, or the error's call named no tracking_id
 * @throws ConnectionError, TimeoutError, GatewayFaultError, UnexpectedResponseError or RequestRejectedError when the last
 *   asking brought no answer either, and RedirectRefusedError at once: the outcome is still unknown
 */
export async function resolve(
  ask: AskStatus,
  unknown: OutcomeUnknownError | string,
  { attempts = 8, delayMs = 5_000, signal, timeoutMs }: ResolveOptions = {},
): Promise<Resolution> {
  const tracking_id = toTrackingId(unknown);
  checkCount("attempts", attempts, 1);
  checkCount("delayMs", delayMs, 0);
  // What all waits come to without jitter. A Retry-After may spend it in one, and no more.
  let leftMs = totalDelayMs(delayMs, attempts);
  let lastAttempt = attempts;
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    const asked = await askOnce(ask, tracking_id, { signal, timeoutMs });
    const { settlement } = asked;
    if (settlement !== undefined && (attempt >= lastAttempt || isSettled(settlement, unknown))) {
      return settlement;
    }
    if (attempt >= lastAttempt) throw asked.error;
    const pauseMs = retryDelayMs(delayMs, attempt - 1, asked.retryAfterMs);
    if (pauseMs > leftMs) lastAttempt = attempt + 1;
    await wait(Math.min(pauseMs, leftMs), signal ?? new AbortController().signal);
    leftMs -= Math.min(pauseMs, leftMs);
  }
}

/** All delays but the last, which is followed by no asking. Those past the doublings are equal, and multiplied. */
function totalDelayMs(delayMs: number, attempts: number): number {
  let totalMs = 0;
  let attempt = 0;
  for (; attempt < attempts - 1 && attempt < 32; attempt += 1) {
    totalMs += fullDelayMs(delayMs, attempt);
  }
  return totalMs + (attempts - 1 - attempt) * fullDelayMs(delayMs, attempt);
}

/** One asking: what it brought, or what it threw. */
interface Asked {
  settlement?: Resolution;
  error?: unknown;
  retryAfterMs?: number | undefined;
}

async function askOnce(ask: AskStatus, tracking_id: string, options: CallOptions): Promise<Asked> {
  try {
    // `found` last: a field of the answer that bears this name may not turn it round.
    return { settlement: { ...(await ask(tracking_id, options)), found: true } };
  } catch (error) {
    options.signal?.throwIfAborted();
    // How the gateway answers for an id it does not know is not documented; 404 is assumed.
    if (isRequestRejectedError(error) && error.status === 404)
      return { settlement: { found: false } };
    if (!mayPass(error)) throw error;
    return { error, retryAfterMs: isRequestRejectedError(error) ? error.retryAfterMs : undefined };
  }
}

/** A wrong key, or a redirect, is the same at the next asking. */
function mayPass(error: unknown): boolean {
  return (
    isConnectionError(error) ||
    isTimeoutError(error) ||
    isGatewayFaultError(error) ||
    isUnexpectedResponseError(error) ||
    (isRequestRejectedError(error) && (error.status === 429 || error.status === 408))
  );
}

function isSettled(settlement: Resolution, unknown: OutcomeUnknownError | string): boolean {
  if (!settlement.found) return false;
  // A payout is there before it is decided: pending says nothing of the decision.
  const isDecision =
    isOutcomeUnknownError(unknown) && /^(approve|reject)Payout$/.test(unknown.operation);
  return !isDecision || settlement.transaction_status !== "pending";
}

function toTrackingId(unknown: OutcomeUnknownError | string): string {
  if (!isOutcomeUnknownError(unknown)) return checkTrackingId(unknown);
  const { operation, tracking_id } = unknown;
  if (tracking_id !== undefined) return tracking_id;
  throw new InvalidArgumentError(
    "tracking_id",
    `the ${operation} whose outcome is unknown named none, and the gateway is asked by it: settle(tracking_id) instead.`,
    { cause: unknown },
  );
}
