// @ts-check
import type { Numipay } from "@numipay/core";
import type { Books, Order } from "../books/books.js";
import { isOutcomeUnknownError, nothingWasDone } from "@numipay/core";
import { toDecimal } from "../books/money.js";

/** Asks the gateway for a cashier page for an order, and returns where to send the customer next. */
export async function openCheckout(
  { numipay, books }: { numipay: Numipay; books: Books },
  order: Order,
  returnUrl: string,
) {
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
    if (!isOutcomeUnknownError(error)) console.error(error);
    // Only then may the customer try another payment. A second try that is refused says nothing of the first one, which
    // may be the very reason; and where a webhook was faster, the payment is there.
    if (nothingWasDone(error) && !isSecondTry) {
      await books.move(order, "refused", { from: "opening" });
      return returnUrl;
    }
    // The payment may be open at the gateway or not, and a second one under a new id could charge twice. So nothing is
    // sent: the order's page says that we are finding out, and how.
    const finding = isOutcomeUnknownError(error) ? error.lastKnownStatus.state : "not-known";
    await books.move(order, "unknown", { finding });
    return returnUrl;
  }
}
