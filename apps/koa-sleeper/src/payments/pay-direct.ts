// @ts-check
import type { Numipay } from "@numipay/core";
import type { Booking, Bookings } from "../books/bookings.js";
import { isOutcomeUnknownError, nothingWasDone } from "@numipay/core";
import { toDecimal } from "../books/money.js";

/**
 * Opens the payment at the provider that the passenger chose, and returns where to send the passenger: straight to that
 * provider's page, or to the ticket's page where there is none.
 */
export async function payDirect(
  { numipay, bookings }: { numipay: Numipay; bookings: Bookings },
  booking: Booking,
  ticketUrl: string,
) {
  const isSecondTry = booking.state === "unknown";
  try {
    const { url } = await numipay.payments.direct({
      provider_id: booking.providerId,
      tracking_id: booking.id,
      user_id: booking.userId,
      currency: booking.currency,
      amount: toDecimal(booking.cents),
      return_url: ticketUrl,
      email: booking.email,
    });
    bookings.move(booking, "waiting", { payUrl: url });
    return url;
  } catch (error) {
    if (!isOutcomeUnknownError(error)) console.error(error);
    // A second try that is refused says nothing of the first one, which may be the very reason.
    if (nothingWasDone(error) && !isSecondTry) {
      // A webhook that was faster shows that the payment is there.
      if (booking.state === "opening") bookings.move(booking, "refused");
      return ticketUrl;
    }
    // The payment may be open at the gateway or not, and another one under a fresh id could charge twice. So nothing is
    // sent, the berth stays held, and the ticket's page says that we are finding out.
    const finding = isOutcomeUnknownError(error) ? error.lastKnownStatus.state : "not-known";
    bookings.move(booking, "unknown", { finding });
    return ticketUrl;
  }
}
