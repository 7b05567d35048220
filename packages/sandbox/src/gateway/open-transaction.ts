import type { PendingWebhook } from "./pending-webhook.js";
import { announce, type Effect } from "./transition.js";
import type { Flow, Owner, TransactionRecord, Type } from "./transaction-record.js";

/** The fields of a new transaction. */
export interface OpenRequest extends Owner {
  readonly trackingId: string;
  readonly userId: string;
  readonly currency: string;
  readonly amount: string;
  readonly flow: Flow;
  /** Defaults to the type of the flow. */
  readonly type?: Type;
  readonly country: string | null;
  readonly providerId: string | null;
  readonly returnUrl: string | null;
}

/** What the gateway adds: ids, the virtual time, and the customer's time limit in milliseconds. */
export interface OpenSetting {
  readonly transactionId: string;
  readonly pageToken: string;
  readonly now: number;
  readonly expiresAfterMs: number;
  readonly pendingWebhook?: PendingWebhook;
}

/** Opens a transaction. It expires unless the customer decides in time. */
export function openTransaction(
  request: OpenRequest,
  setting: OpenSetting,
): { record: TransactionRecord; effects: readonly Effect[] } {
  const { transactionId, pageToken, now } = setting;
  // Has no customer's page. The code that opens it sets the status.
  const isFromGateway = request.flow === "gateway";
  const record: TransactionRecord = {
    ...request,
    transactionId,
    pageToken,
    type: request.type ?? (request.flow === "payout" ? "withdrawal" : "deposit"),
    status: "pending",
    stage: isFromGateway ? "settling" : "open",
    cardLast4: null,
    rejectedReason: null,
    createdAt: now,
    updatedAt: now,
  };
  if (isFromGateway) return { record, effects: [] };
  return {
    record,
    effects: [
      { kind: "schedule", work: "expire", at: now + setting.expiresAfterMs },
      ...(setting.pendingWebhook === "on-open" ? [announce(record)] : []),
    ],
  };
}
