import type { TransactionRecord } from "../gateway/transaction-record.js";

/** Where the customer goes back to: the merchant's return_url with the tracking_id added. Null: there is none. */
export function returnAddress(record: TransactionRecord): string | null {
  if (record.returnUrl === null) return null;
  const url = new URL(record.returnUrl);
  url.searchParams.set("tracking_id", record.trackingId);
  return url.href;
}
