// @ts-check
import { isOutcomeUnknownError } from "@numipay/core";
import { accounts } from "../books/ledger.js";
import { toDecimal } from "../books/money.js";

/**
 * Asks the gateway for a payout page, and returns where to send the customer next. The withdrawal's money was set aside
 * with it, before anything is sent, so that the same cents cannot be asked for twice.
 * @param {{ numipay: import("@numipay/core").Numipay, books: import("../books/books.js").Books }} shop
 * @param {import("../books/books.js").Withdrawal} withdrawal
 * @param {string} returnUrl
 */
export async function requestWithdrawal({ numipay, books }, withdrawal, returnUrl) {
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
    // The money stays on hold until we know.
    if (isOutcomeUnknownError(error)) {
      await books.move(withdrawal, "unknown", { finding: error.finding.state });
      return returnUrl;
    }
    // A second try that is refused says nothing of the first one.
    if (isSecondTry) {
      await books.move(withdrawal, "unknown", { finding: "not-known" });
      return returnUrl;
    }
    console.error(error);
    await books.settle(withdrawal, "refused", {
      key: `release:${id}`,
      from: accounts.held(customer),
      to: accounts.wallet(customer),
    });
    return returnUrl;
  }
}
