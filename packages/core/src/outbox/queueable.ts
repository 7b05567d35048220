import type { RejectPayoutResponse } from "../protocol/contract.generated.js";
import type {
  ApprovePayoutResponse,
  DirectRequest,
  HostedCheckoutRequest,
  PayoutRequest,
  RedirectResponse,
} from "../protocol/contract/wire-types.js";
import { InvalidArgumentError } from "../protocol/errors.js";
import { nearestWord } from "../protocol/nearest-word.js";
import { toPaymentCall, type WithAmount } from "../client/payments.js";
import { type PayoutName, toDecisionCall } from "../client/payouts.js";
import type { ReadSuccess, RecordableCall } from "../client/post-once.js";
import {
  readApproveResponse,
  readRedirectResponse,
  readRejectResponse,
} from "../client/responses.js";
import type { Settings } from "../client/settings.js";

/** The request of each operation that an outbox can queue. Each has the request of the client's method of the same name. */
export interface QueueableRequests {
  "payouts.request": WithAmount<PayoutRequest>;
  "payouts.approve": PayoutName & { tracking_id: string };
  "payouts.reject": PayoutName & { tracking_id: string };
  "payments.hostedCheckout": WithAmount<HostedCheckoutRequest>;
  "payments.direct": WithAmount<DirectRequest>;
}

/** The response to each operation that an outbox can queue. */
export interface QueueableResponses {
  "payouts.request": RedirectResponse<"requestPayout">;
  "payouts.approve": ApprovePayoutResponse;
  "payouts.reject": RejectPayoutResponse;
  "payments.hostedCheckout": RedirectResponse<"hostedCheckout">;
  "payments.direct": RedirectResponse<"direct">;
}

/** An operation that an outbox can queue. */
export type QueueableOperation = keyof QueueableRequests;

/** How an operation is checked and its response read. */
interface Queueable {
  /** The operation in the contract. */
  id: string;
  /** Checks a request as the client does. */
  toCall: (settings: Settings, request: object) => RecordableCall;
  read: ReadSuccess<unknown>;
}

function payment(id: Parameters<typeof toPaymentCall>[1]): Queueable {
  return {
    id,
    toCall: (settings, request) =>
      toPaymentCall(settings, id, request, undefined) as RecordableCall,
    read: readRedirectResponse,
  };
}

function decision(id: Parameters<typeof toDecisionCall>[1], read: ReadSuccess<unknown>): Queueable {
  return {
    id,
    toCall: (settings, request) =>
      toDecisionCall(settings, id, request as PayoutName, undefined) as RecordableCall,
    read,
  };
}

const queueable = (): Record<QueueableOperation, Queueable> => ({
  "payouts.request": payment("requestPayout"),
  "payouts.approve": decision("approvePayout", readApproveResponse),
  "payouts.reject": decision("rejectPayout", readRejectResponse),
  "payments.hostedCheckout": payment("hostedCheckout"),
  "payments.direct": payment("direct"),
});

/**
 * Finds an operation by the name of its method.
 *
 * @throws InvalidArgumentError when it cannot be queued
 */
export function findQueueable(operation: string): Queueable {
  const table = queueable();
  if (Object.hasOwn(table, operation)) return table[operation as QueueableOperation];
  if (operation === "payments.serverToServer") {
    throw new InvalidArgumentError(
      "operation",
      "must not be payments.serverToServer: the outbox would store card data, which PCI DSS forbids. Call " +
        "numipay.payments.serverToServer directly.",
    );
  }
  const near = nearestWord(operation, Object.keys(table));
  throw new InvalidArgumentError(
    "operation",
    near === undefined
      ? `must be ${Object.keys(table).join(", ")}.`
      : `is unknown. Did you mean ${near}?`,
  );
}

/** The name of the method of an operation in the contract, or undefined if it cannot be queued. */
export function toQueueableOperation(id: string): QueueableOperation | undefined {
  const found = Object.entries(queueable()).find(([, one]) => one.id === id);
  return found?.[0] as QueueableOperation | undefined;
}
