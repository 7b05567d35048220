import type { TransactionRecord } from "../gateway/transaction-record.js";

/** The merchant's return_url with the tracking_id added, or null if there is none. */
export function returnAddress(record: TransactionRecord): string | null {
  if (record.returnUrl === null) return null;
  const url = new URL(record.returnUrl);
  url.searchParams.set("tracking_id", record.trackingId);
  return url.href;
}
