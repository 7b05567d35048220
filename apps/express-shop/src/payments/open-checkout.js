// @ts-check
import { isOutcomeUnknownError } from "@numipay/core";
import { toDecimal } from "../books/money.js";

/**
 * Asks the gateway for a cashier page for an order, and returns where to send the customer next.
 * @param {{ numipay: import("@numipay/core").Numipay, books: import("../books/books.js").Books }} shop
 * @param {import("../books/books.js").Order} order
 * @param {string} returnUrl
 */
export async function openCheckout({ numipay, books }, order, returnUrl) {
  const isSecondTry = order.state === "unknown";
  try {
    const { url } = await numipay.payments.hostedCheckout({
      tracking_id: order.id,
      user_id: order.customer,
      currency: order.currency,
      amount: toDecimal(order.cents),
      return_url: returnUrl,
    });
    await books.move(order, "waiting");
    return url;
  } catch (error) {
    // The payment may be open at the gateway or not, and a second one under a new id could charge twice. So nothing is
    // sent: the order's page says that we are finding out, and how.
    if (isOutcomeUnknownError(error)) {
      await books.move(order, "unknown", { finding: error.finding.state });
      return returnUrl;
    }
    // A second try that is refused says nothing of the first one, which may be the very reason.
    if (isSecondTry) {
      await books.move(order, "unknown", { finding: "not-known" });
      return returnUrl;
    }
    // Every other error says that nothing was done, and the customer may try another payment.
    console.error(error);
    await books.move(order, "refused");
    return returnUrl;
  }
}
