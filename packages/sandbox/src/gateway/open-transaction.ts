import type { PendingWebhook } from "./pending-webhook.js";
import { announce, type Effect } from "./transition.js";
import type { Flow, Owner, TransactionRecord, Type } from "./transaction-record.js";

/** What a merchant's request says of a new transaction. */
export interface OpenRequest extends Owner {
  readonly trackingId: string;
  readonly userId: string;
  readonly currency: string;
  readonly amount: string;
  readonly flow: Flow;
  /** Defaults to what the flow opens. */
  readonly type?: Type;
  readonly country: string | null;
  readonly providerId: string | null;
  readonly returnUrl: string | null;
}

/** What the gateway adds to it: ids, the virtual time, and how long the customer has, in milliseconds. */
export interface OpenSetting {
  readonly transactionId: string;
  readonly pageToken: string;
  readonly now: number;
  readonly expiresAfterMs: number;
  readonly pendingWebhook?: PendingWebhook;
}

/** Opens a transaction, which expires unless the customer decides in time. */
export function openTransaction(
  request: OpenRequest,
  setting: OpenSetting,
): { record: TransactionRecord; effects: readonly Effect[] } {
  const { transactionId, pageToken, now } = setting;
  // No customer decides on it, and whoever opens it says what its status is.
  const isGateways = request.flow === "gateway";
  const record: TransactionRecord = {
    ...request,
    transactionId,
    pageToken,
    type: request.type ?? (request.flow === "payout" ? "withdrawal" : "deposit"),
    status: "pending",
    stage: isGateways ? "settling" : "open",
    cardLast4: null,
    rejectedReason: null,
    createdAt: now,
    updatedAt: now,
  };
  if (isGateways) return { record, effects: [] };
  return {
    record,
    effects: [
      { kind: "schedule", work: "expire", at: now + setting.expiresAfterMs },
      ...(setting.pendingWebhook === "on-open" ? [announce(record)] : []),
    ],
  };
}
