import type { LastKnownStatus } from "../client/advice.js";
import type {
  DirectRequest,
  HostedCheckoutRequest,
  PayoutRequest,
} from "../protocol/contract/wire-types.js";
import type { PayoutName } from "../client/payouts.js";
import type { IntentProblem, RecordedIntent } from "./journal.js";
import {
  type QueueableOperation,
  type QueueableResponses,
  toQueueableOperation,
} from "./queueable.js";

/** The request of each operation as it was stored: an amount is a string. */
interface StoredRequests {
  "payouts.request": PayoutRequest;
  "payouts.approve": PayoutName & { tracking_id: string };
  "payouts.reject": PayoutName & { tracking_id: string };
  "payments.hostedCheckout": HostedCheckoutRequest;
  "payments.direct": DirectRequest;
}

/** A queued call, as handlers get it. */
export interface QueuedCall<Operation extends QueueableOperation = QueueableOperation> {
  /** The merchant account of the journal. */
  account: string;
  /** The operation, such as `payouts.request`. */
  operation: Operation;
  /** The merchant's id of the transaction. */
  tracking_id: string;
  /** The request, with its amount as a string. */
  request: StoredRequests[Operation];
  /** The metadata that was queued with it. Undefined without one. */
  metadata: unknown;
  /** When it was queued, as an ISO date in UTC. */
  recordedAt: string;
  /** How often it was sent or asked about. */
  attempts: number;
}

/** A call that created a transaction, or decided a payout. How the transaction ends arrives as a webhook. */
export type ConfirmedIntent = {
  [Operation in QueueableOperation]: QueuedCall<Operation> & {
    /** The response. Undefined if it was lost, is not stored or has expired. */
    response: QueueableResponses[Operation] | undefined;
    /** The status by which the gateway confirmed it, if the response was lost and this attempt asked for it. */
    lastKnownStatus: LastKnownStatus | undefined;
  };
}[QueueableOperation];

/** A call after which the gateway certainly created nothing. It is not sent again: return what was reserved for it. */
export type RefusedIntent = {
  [Operation in QueueableOperation]: QueuedCall<Operation> & {
    /** Why the gateway created nothing. */
    problem: IntentProblem;
  };
}[QueueableOperation];

/** A call that may have been carried out. The outbox keeps asking the gateway and never sends it again. */
export type UnknownIntent = {
  [Operation in QueueableOperation]: QueuedCall<Operation> & {
    /** What the gateway knows, if this attempt asked. */
    lastKnownStatus: LastKnownStatus | undefined;
  };
}[QueueableOperation];

/** What an attempt learned beyond the record. */
export interface Learned {
  response?: unknown;
  lastKnownStatus?: LastKnownStatus | undefined;
}

/**
 * Creates what handlers get.
 *
 * @throws Error when the record has no request, or an operation that cannot be queued
 */
export function toOutboxIntent(
  recorded: RecordedIntent,
  learned: Learned,
): ConfirmedIntent | RefusedIntent | UnknownIntent {
  const { account, tracking_id, recordedAt, attempts, state } = recorded;
  const call = {
    account,
    operation: toOperation(recorded),
    tracking_id,
    request: toRequest(recorded),
    metadata:
      recorded.metadata === undefined ? undefined : (JSON.parse(recorded.metadata) as unknown),
    recordedAt,
    attempts,
  };
  const { lastKnownStatus } = learned;
  if (state === "refused") return { ...call, problem: toProblemOf(recorded) } as RefusedIntent;
  if (state === "unknown") return { ...call, lastKnownStatus } as UnknownIntent;
  const response = learned.response ?? toResponse(recorded);
  return { ...call, response, lastKnownStatus } as ConfirmedIntent;
}

/** @throws Error when the operation cannot be queued */
export function toOperation({ operation: id }: RecordedIntent): QueueableOperation {
  const operation = toQueueableOperation(id);
  if (operation === undefined) throw new Error(`The outbox cannot send ${id}.`);
  return operation;
}

/** @throws Error when the record has no request */
export function toRequest({ request }: RecordedIntent): object {
  if (request !== undefined) return JSON.parse(request) as object;
  throw new Error(
    "The store of the journal lost the request of a queued call. Find out how the call ended, and handle it manually.",
  );
}

function toProblemOf({ response }: RecordedIntent): IntentProblem {
  if (response !== undefined) return JSON.parse(response) as IntentProblem;
  return { code: "not_recorded", message: "The reason was not recorded." };
}

function toResponse({ response, responseExpiresAt }: RecordedIntent): unknown {
  const isCurrent = responseExpiresAt !== undefined && Date.parse(responseExpiresAt) > Date.now();
  return response === undefined || !isCurrent ? undefined : JSON.parse(response);
}
