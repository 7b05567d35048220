import { isOutcomeUnknownError, nothingWasDone, type Numipay } from "@numipay/core";
import type { Booking, Bookings } from "../store/bookings.js";
import { toDecimal } from "../store/money.js";

/**
 * Starts the payment at the passenger's provider. Returns the URL to redirect to: the provider's page, or the ticket if
 * there is none.
 */
export async function payDirect(
  { numipay, bookings }: { numipay: Numipay; bookings: Bookings },
  booking: Booking,
  ticketUrl: string,
): Promise<string> {
  const isResend = booking.state === "unknown";
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
    // A refused resend proves nothing: the first request may be the reason for the refusal.
    if (nothingWasDone(error) && !isResend) {
      // Unless a webhook arrived first, which proves that the payment exists.
      if (booking.state === "opening") bookings.move(booking, "refused");
      return ticketUrl;
    }
    // The payment may exist at the gateway, and a second one under a new id could charge twice. The berth stays on hold,
    // and the ticket shows that the payment is being checked.
    const lastKnownStatus = isOutcomeUnknownError(error)
      ? error.lastKnownStatus.state
      : "not-known";
    bookings.move(booking, "unknown", { lastKnownStatus });
    return ticketUrl;
  }
}
