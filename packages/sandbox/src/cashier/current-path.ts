import { cashierPath, challengePath, providerPath, resultPath } from "../gateway/page-paths.js";
import type { TransactionRecord } from "../gateway/transaction-record.js";

/** The page on which the customer can continue, or the result if there is nothing left to do. */
export function currentPath(record: TransactionRecord): string {
  if (record.stage === "challenge") return challengePath(record);
  if (record.stage !== "open") return resultPath(record);
  return record.flow === "direct" && record.providerId !== null
    ? providerPath(record, record.providerId)
    : cashierPath(record);
}
