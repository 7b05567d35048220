/** How a payer pays: with an outbox or without. */
export interface PayerWay {
  /** Pays a customer out. Safe to call again after any failure. */
  pay(tracking_id: string): Promise<PayReply>;
  /** Called with a payout that the gateway rejected. Undefined if the way has no wallet. */
  refundRejected?: (tracking_id: string, tx: unknown) => void | Promise<void>;
  stop(): Promise<void>;
}

/**
 * What the customer gets from a payer. `accepted`: it is queued, and the wallet shows how it ends. `retry`: it may not have
 * been sent.
 */
export type PayOutcome = "accepted" | "done" | "refused" | "unknown" | "retry";

export interface PayReply {
  outcome: PayOutcome;
  /** Why, for the failure message of a run. */
  reason?: string | undefined;
}
