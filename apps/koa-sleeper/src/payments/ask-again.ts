// @ts-check
import type { LastKnownStatus, Numipay } from "@numipay/core";
import type { Booking, Bookings } from "../books/bookings.js";
import { isNumipayError, isRequestRejectedError } from "@numipay/core";

/**
 * Asks the gateway what it knows of a payment whose answer was lost. How it ends only the webhook tells: this says what
 * the passenger may do meanwhile.
 */
export async function askAgain(
  { numipay, bookings }: { numipay: Numipay; bookings: Bookings },
  booking: Booking,
) {
  if (booking.state !== "unknown") return;
  const finding = await lookUp(numipay, booking.id);
  // While we asked, a webhook may have moved it on.
  if ((booking.state as string) === "unknown") {
    bookings.move(booking, "unknown", { finding });
  }
}

async function lookUp(numipay, trackingId): Promise<LastKnownStatus["state"]> {
  try {
    await numipay.transactions.status(trackingId);
    return "found";
  } catch (error) {
    if (!isNumipayError(error)) throw error;
    return isRequestRejectedError(error) && error.status === 404 ? "not-found" : "not-known";
  }
}
