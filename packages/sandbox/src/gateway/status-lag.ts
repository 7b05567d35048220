import type { TransactionRecord } from "./transaction-record.js";

/** What the status of a new transaction is for a while: unknown (404), or `pending` whatever happened to it. */
export type LaggingStatus = (typeof laggingStatuses)[number];

/** The values of `LaggingStatus`. The first is the default. */
export const laggingStatuses = ["not-found", "pending"] as const;

/** A status that lags behind the transaction. */
export interface StatusLag {
  readonly shows: LaggingStatus;
  /** Measured on the virtual clock from the opening of the transaction. 0 for no lag. */
  readonly forMs: number;
}

/** Returns what the status shows instead of the truth. Undefined once the lag is over. */
export function laggingStatus(
  { createdAt }: Pick<TransactionRecord, "createdAt">,
  { shows, forMs }: StatusLag,
  now: number,
): LaggingStatus | undefined {
  return now < createdAt + forMs ? shows : undefined;
}
