// @ts-check
import { isOutcomeUnknownError } from "@numipay/core";
import { toDecimal } from "../books/money.js";

/**
 * Opens the payment at the provider that the passenger chose, and returns where to send the passenger: straight to that
 * provider's page, or to the ticket's page where there is none.
 * @param {{ numipay: import("@numipay/core").Numipay, bookings: import("../books/bookings.js").Bookings }} office
 * @param {import("../books/bookings.js").Booking} booking
 * @param {string} ticketUrl
 */
export async function payDirect({ numipay, bookings }, booking, ticketUrl) {
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
    // The payment may be open at the gateway or not, and another one under a fresh id could charge twice. So nothing is
    // sent, the berth stays held, and the ticket's page says that we are finding out.
    if (isOutcomeUnknownError(error)) {
      bookings.move(booking, "unknown", { finding: error.finding.state });
    } else if (isSecondTry) {
      // A second try that is refused says nothing of the first one, which may be the very reason.
      bookings.move(booking, "unknown", { finding: "not-known" });
    } else {
      // Every other error says that nothing was done.
      console.error(error);
      bookings.move(booking, "refused");
    }
    return ticketUrl;
  }
}
