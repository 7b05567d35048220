// @ts-check
import type { Numipay } from "@numipay/core";
import type { Books, Withdrawal } from "../books/books.js";
import { isOutcomeUnknownError, nothingWasDone } from "@numipay/core";

/**
 * Approves or rejects a payout that waits for the back office. False where it does not wait (any more). The books move
 * when the webhook comes, not here.
 */
export async function decidePayout(
  { numipay, books }: { numipay: Numipay; books: Books },
  withdrawal: Withdrawal,
  decision: "approve" | "reject",
) {
  const { id, transactionId } = withdrawal;
  if (transactionId === undefined) return false;
  // Before the gateway is told: of two clicks, one decides.
  if (!(await books.move(withdrawal, "deciding", { from: "review" }))) return false;
  try {
    // The two calls name a payout differently: approve by our id, reject by the gateway's. With both given, the client
    // can also ask what became of a call whose answer was lost.
    if (decision === "approve") await numipay.payouts.approve({ tracking_id: id });
    else await numipay.payouts.reject({ transaction_id: transactionId, tracking_id: id });
    await books.move(withdrawal, "decided");
  } catch (error) {
    if (nothingWasDone(error)) {
      await books.move(withdrawal, "review");
      throw error;
    }
    const finding = isOutcomeUnknownError(error) ? error.lastKnownStatus.state : "not-known";
    await books.move(withdrawal, "undecided", { finding });
  }
  return true;
}
