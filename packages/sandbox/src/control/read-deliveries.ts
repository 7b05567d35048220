import type { Context } from "hono";
import { ApiProblem } from "../api/api-problem.js";
import type { AppEnv } from "../api/gateway-context.js";
import type { PortalContext } from "../portal/portal-page.js";
import type { AttemptRecord } from "../storage/attempts.js";
import type { Delivery, DeliveryState } from "../storage/deliveries.js";
import { readAccountId, readChoice, readPaging } from "./read-query.js";
import { toIso } from "./to-iso.js";

const states = [
  "pending",
  "retrying",
  "delivered",
  "given-up",
  "dropped",
] as const satisfies readonly DeliveryState[];

/** A delivery with more attempts, by resending, shows the last ones. */
const maxAttempts = 20;

/** Of a response, in characters. */
const maxBodyLength = 2000;

/**
 * One page of an account's deliveries, newest first, or those of one transaction, oldest first.
 *
 * @throws ApiProblem for an invalid parameter.
 */
export function listDeliveries(c: Context<AppEnv>, portal: PortalContext): object {
  const { store } = portal;
  const paging = readPaging(c);
  const accountId = readAccountId(c, portal);
  const transactionId = c.req.query("transaction_id");
  const state = readChoice(c, "state", states);
  if (transactionId !== undefined) {
    const all = store.deliveries
      .ofTransaction(transactionId)
      .filter((one) => one.accountId === accountId && (state === undefined || one.state === state));
    return { deliveries: all.slice(0, paging.limit).map(toShown), next: null };
  }
  const rows = store.deliveries.list({ ...paging, accountId, state, limit: paging.limit + 1 });
  const shown = rows.slice(0, paging.limit);
  return {
    deliveries: shown.map(toShown),
    next: rows.length > shown.length ? (shown.at(-1)?.number ?? null) : null,
  };
}

/**
 * One delivery with its last attempts.
 *
 * @throws ApiProblem 404 for an unknown id.
 */
export function readDelivery({ store }: PortalContext, deliveryId: string): object {
  const delivery = store.deliveries.byId(deliveryId);
  if (delivery === undefined) {
    throw new ApiProblem(404, "The sandbox has no delivery with this id.");
  }
  const attempts = store.deliveries.attemptsOf(deliveryId);
  return {
    delivery: toShown(delivery),
    attempts: attempts.slice(-maxAttempts).map(toShownAttempt),
    omittedAttempts: Math.max(attempts.length - maxAttempts, 0),
  };
}

function toShown(delivery: Delivery): object {
  return {
    deliveryId: delivery.deliveryId,
    transaction_id: delivery.transactionId,
    status: delivery.status,
    state: delivery.state,
    createdAt: toIso(delivery.createdAt),
    attemptsMade: delivery.attemptsMade,
    nextAttemptAt: delivery.nextAttemptAt === null ? null : toIso(delivery.nextAttemptAt),
    lastResponseStatus: delivery.lastStatus,
  };
}

/** Without the headers of the response, which may contain a session of the merchant's server. */
function toShownAttempt(attempt: AttemptRecord): object {
  return {
    attempt: attempt.attempt,
    at: toIso(attempt.at),
    url: attempt.url,
    requestBody: attempt.requestBody,
    signature: attempt.signature,
    responseStatus: attempt.responseStatus,
    responseBody: attempt.responseBody?.slice(0, maxBodyLength) ?? null,
    durationMs: attempt.durationMs,
    error: attempt.error,
    nextAttemptAt: attempt.nextAttemptAt === null ? null : toIso(attempt.nextAttemptAt),
    state: attempt.state,
    cause: attempt.cause,
    fault: attempt.fault,
  };
}
