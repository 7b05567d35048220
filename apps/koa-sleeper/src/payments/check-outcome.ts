import {
  isNumipayError,
  isRequestRejectedError,
  type LastKnownStatus,
  type Numipay,
} from "@numipay/core";
import type { Booking, Bookings } from "../store/bookings.js";

/**
 * Looks up a payment whose response was lost, and records what the passenger can do next. The result comes with the
 * webhook only.
 */
export async function checkOutcome(
  { numipay, bookings }: { numipay: Numipay; bookings: Bookings },
  booking: Booking,
): Promise<void> {
  const isUnknown = (): boolean => booking.state === "unknown";
  if (!isUnknown()) return;
  const lastKnownStatus = await lookUp(numipay, booking.id);
  // A webhook may have arrived meanwhile.
  if (isUnknown()) bookings.move(booking, "unknown", { lastKnownStatus });
}

async function lookUp(numipay: Numipay, trackingId: string): Promise<LastKnownStatus["state"]> {
  try {
    await numipay.transactions.status(trackingId);
    return "found";
  } catch (error) {
    if (!isNumipayError(error)) throw error;
    return isRequestRejectedError(error) && error.status === 404 ? "not-found" : "not-known";
  }
}
