import type { LastKnownStatus } from "../client/advice.js";
import type { IntentSlot } from "../client/call-journal.js";
import { isFinal } from "../protocol/transaction.js";

/**
 * True if a status proves that the call was carried out. A payout exists before the decision on it, so only its end proves that it was
 * decided.
 */
export function isProof(slot: IntentSlot, status: LastKnownStatus): boolean {
  if (status.state !== "found") return false;
  return slot === "transaction" || isFinal(status.transaction_status);
}
