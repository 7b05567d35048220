import { isOutcomeUnknownError, nothingWasDone, type Numipay } from "@numipay/core";
import { toDecimal } from "../store/money.js";
import type { Order, ShopStore } from "../store/store.js";

/** Requests a cashier page for an order. Returns the URL to redirect the customer to. */
export async function openCheckout(
  { numipay, store }: { numipay: Numipay; store: ShopStore },
  order: Order,
  returnUrl: string,
): Promise<string> {
  const isResend = order.state === "unknown";
  try {
    const { url } = await numipay.payments.hostedCheckout({
      tracking_id: order.id,
      user_id: order.customer,
      currency: order.currency,
      amount: toDecimal(order.cents),
      return_url: returnUrl,
    });
    await store.move(order, "waiting");
    return url;
  } catch (error) {
    if (!isOutcomeUnknownError(error)) console.error(error);
    // Nothing was charged, so the customer may try another payment. A refused resend does not prove this: the first
    // request may be the reason for the refusal.
    if (nothingWasDone(error) && !isResend) {
      await store.move(order, "refused", { from: "opening" });
      return returnUrl;
    }
    // The payment may exist at the gateway, and a second one under a new id could charge twice. The order's page shows
    // that the outcome is being checked.
    const lastKnownStatus = isOutcomeUnknownError(error)
      ? error.lastKnownStatus.state
      : "not-known";
    await store.move(order, "unknown", { lastKnownStatus });
    return returnUrl;
  }
}
