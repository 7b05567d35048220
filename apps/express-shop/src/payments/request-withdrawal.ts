import { isOutcomeUnknownError, nothingWasDone, type Numipay } from "@numipay/core";
import { accounts } from "../store/ledger.js";
import { toDecimal } from "../store/money.js";
import type { ShopStore, Withdrawal } from "../store/store.js";

/**
 * Requests a payout page. Returns the URL to redirect the customer to. The amount is already on hold, so it cannot be
 * withdrawn twice.
 */
export async function requestWithdrawal(
  { numipay, store }: { numipay: Numipay; store: ShopStore },
  withdrawal: Withdrawal,
  returnUrl: string,
): Promise<string> {
  const { id, customer, currency, cents } = withdrawal;
  const isResend = withdrawal.state === "unknown";
  try {
    const { url } = await numipay.payouts.request({
      tracking_id: id,
      user_id: customer,
      currency,
      amount: toDecimal(cents),
      return_url: returnUrl,
    });
    await store.move(withdrawal, "waiting");
    return url;
  } catch (error) {
    if (!isOutcomeUnknownError(error)) console.error(error);
    // The money stays on hold while the outcome is unknown. A refused resend says nothing about the first request.
    if (!nothingWasDone(error) || isResend) {
      const lastKnownStatus = isOutcomeUnknownError(error)
        ? error.lastKnownStatus.state
        : "not-known";
      await store.move(withdrawal, "unknown", { lastKnownStatus });
      return returnUrl;
    }
    // A webhook that arrived first proves that the payout exists.
    if ((await store.findWithdrawal(id))?.state !== "opening") return returnUrl;
    await store.finalize(withdrawal, "refused", {
      key: `release:${id}`,
      from: accounts.held(customer),
      to: accounts.wallet(customer),
    });
    return returnUrl;
  }
}
