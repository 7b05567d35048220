// @ts-check
import { isOutcomeUnknownError } from "@numipay/core";
import { accounts } from "../books/ledger.js";
import { toDecimal } from "../books/money.js";

/**
 * Sets a withdrawal's money aside before anything is sent, so that the same cents cannot be asked for twice. Undefined
 * where the wallet does not hold them.
 * @param {import("../books/books.js").Books} books
 * @param {{ customer: string, cents: number, currency: string }} wanted
 */
export function holdWithdrawal(books, { customer, cents, currency }) {
  const wallet = accounts.wallet(customer);
  if (books.ledger.balance(wallet, currency) < cents) return undefined;
  const withdrawal = books.addWithdrawal({ customer, cents, currency });
  books.ledger.transfer({
    key: `hold:${withdrawal.id}`,
    from: wallet,
    to: accounts.held(customer),
    cents,
    currency,
    trackingId: withdrawal.id,
    transactionId: undefined,
  });
  return withdrawal;
}

/**
 * Asks the gateway for a payout page, and returns where to send the customer next.
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
    books.move(withdrawal, "waiting");
    return url;
  } catch (error) {
    // The money stays on hold until we know.
    if (isOutcomeUnknownError(error)) {
      books.move(withdrawal, "unknown", { finding: error.finding.state });
      return returnUrl;
    }
    // A second try that is refused says nothing of the first one.
    if (isSecondTry) {
      books.move(withdrawal, "unknown", { finding: "not-known" });
      return returnUrl;
    }
    console.error(error);
    books.ledger.transfer({
      key: `release:${id}`,
      from: accounts.held(customer),
      to: accounts.wallet(customer),
      cents,
      currency,
      trackingId: id,
      transactionId: undefined,
    });
    books.move(withdrawal, "refused");
    return returnUrl;
  }
}
