import type { Effect } from "./transition.js";
import type { Flow, Owner, TransactionRecord } from "./transaction-record.js";

/** What a merchant's request says of a new transaction. */
export interface OpenRequest extends Owner {
  readonly trackingId: string;
  readonly userId: string;
  readonly currency: string;
  readonly amount: string;
  readonly flow: Flow;
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
}

/** Opens a transaction: pending from the start, told to nobody until the customer decides, expiring if he never does. */
export function openTransaction(
  request: OpenRequest,
  setting: OpenSetting,
): { record: TransactionRecord; effects: readonly Effect[] } {
  const { transactionId, pageToken, now } = setting;
  const record: TransactionRecord = {
    ...request,
    transactionId,
    pageToken,
    type: request.flow === "payout" ? "withdrawal" : "deposit",
    status: "pending",
    stage: "open",
    cardLast4: null,
    rejectedReason: null,
    createdAt: now,
    updatedAt: now,
  };
  return {
    record,
    effects: [{ kind: "schedule", work: "expire", at: now + setting.expiresAfterMs }],
  };
}
