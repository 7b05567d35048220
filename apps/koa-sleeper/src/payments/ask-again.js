// @ts-check
import { isNumipayError, isRequestRejectedError } from "@numipay/core";

/**
 * Asks the gateway what it knows of a payment whose answer was lost. How it ends only the webhook tells: this says what
 * the passenger may do meanwhile.
 * @param {{ numipay: import("@numipay/core").Numipay, bookings: import("../books/bookings.js").Bookings }} office
 * @param {import("../books/bookings.js").Booking} booking
 */
export async function askAgain({ numipay, bookings }, booking) {
  if (booking.state !== "unknown") return;
  const finding = await lookUp(numipay, booking.id);
  // While we asked, a webhook may have moved it on.
  if (/** @type {string} */ (booking.state) === "unknown") {
    bookings.move(booking, "unknown", { finding });
  }
}

/** @returns {Promise<import("@numipay/core").LastKnownStatus["state"]>} */
async function lookUp(numipay, trackingId) {
  try {
    await numipay.transactions.status(trackingId);
    return "found";
  } catch (error) {
    if (!isNumipayError(error)) throw error;
    return isRequestRejectedError(error) && error.status === 404 ? "not-found" : "not-known";
  }
}
