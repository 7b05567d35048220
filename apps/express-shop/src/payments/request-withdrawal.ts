// @ts-check
import type { Numipay } from "@numipay/core";
import type { Books, Withdrawal } from "../books/books.js";
import { isOutcomeUnknownError, nothingWasDone } from "@numipay/core";
import { accounts } from "../books/ledger.js";
import { toDecimal } from "../books/money.js";

/**
 * Asks the gateway for a payout page, and returns where to send the customer next. The withdrawal's money was set aside
 * with it, before anything is sent, so that the same cents cannot be asked for twice.
 */
export async function requestWithdrawal(
  { numipay, books }: { numipay: Numipay; books: Books },
  withdrawal: Withdrawal,
  returnUrl: string,
) {
  const { id, customer, currency, cents } = withdrawal;
  const isSecondTry = withdrawal.state === "unknown";
  try {
    const { url } = await numipay.payouts.request({
      tracking_id: id,
      user_id: customer,
      currency,
      amount: toDecimal(cents),
      return_url: returnUrl,
    });
    await books.move(withdrawal, "waiting");
    return url;
  } catch (error) {
    if (!isOutcomeUnknownError(error)) console.error(error);
    // The money stays on hold until we know. A second try that is refused says nothing of the first one.
    if (!nothingWasDone(error) || isSecondTry) {
      const finding = isOutcomeUnknownError(error) ? error.lastKnownStatus.state : "not-known";
      await books.move(withdrawal, "unknown", { finding });
      return returnUrl;
    }
    // A webhook that was faster shows that the payout is there.
    if ((await books.findWithdrawal(id))?.state !== "opening") return returnUrl;
    await books.settle(withdrawal, "refused", {
      key: `release:${id}`,
      from: accounts.held(customer),
      to: accounts.wallet(customer),
    });
    return returnUrl;
  }
}
