import { isOutcomeUnknownError, nothingWasDone, type Numipay } from "@numipay/core";
import type { ShopStore, Withdrawal } from "../store/store.js";

/**
 * Approves or rejects a payout that is in review. Returns false if it is not, or no longer. Money moves when the webhook
 * arrives.
 */
export async function decidePayout(
  { numipay, store }: { numipay: Numipay; store: ShopStore },
  withdrawal: Withdrawal,
  decision: "approve" | "reject",
): Promise<boolean> {
  const { id, transactionId } = withdrawal;
  if (transactionId === undefined) return false;
  // Before the request, so that only one of two clicks sends a decision.
  if (!(await store.move(withdrawal, "deciding", { from: "review" }))) return false;
  try {
    // Approve takes our id, reject the gateway's. Given both, the client can look up a call whose response was lost.
    if (decision === "approve") await numipay.payouts.approve({ tracking_id: id });
    else await numipay.payouts.reject({ transaction_id: transactionId, tracking_id: id });
    await store.move(withdrawal, "decided");
  } catch (error) {
    if (nothingWasDone(error)) {
      await store.move(withdrawal, "review");
      throw error;
    }
    const lastKnownStatus = isOutcomeUnknownError(error)
      ? error.lastKnownStatus.state
      : "not-known";
    await store.move(withdrawal, "undecided", { lastKnownStatus });
  }
  return true;
}
