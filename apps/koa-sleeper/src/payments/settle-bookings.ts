// @ts-check
// What the gateway's webhooks do to the bookings. Each change comes here once, verified.
import type { KoaNumipayWebhook } from "@numipay/koa";
import type { Booking, Bookings } from "../books/bookings.js";
import type { EventHandler, Transaction } from "@numipay/core";
import { isFinal } from "../books/bookings.js";
import { toCents, toDecimal } from "../books/money.js";

/** @param onFlag what a person must look at */
export function settleBookings(
  webhook: KoaNumipayWebhook,
  {
    bookings,
    ledger,
  }: { bookings: Bookings; ledger: ReturnType<typeof import("../books/ledger.js").createLedger> },
  onFlag: (flag: { trackingId: string; transactionId: string; why: string }) => void,
) {
  // Where the inbox fails after the books were written, the webhook comes again: under its key it is known, and changes
  // nothing. In a database of your own it is a unique key, or the inbox's `tx`.
  const applied: Set<string> = new Set();
  const once =
    (apply: (event: Transaction, key: string) => void): EventHandler<"*"> =>
    (event, { idempotencyKey: key }) => {
      if (applied.has(key)) return;
      apply(event, key);
      applied.add(key);
    };

  webhook.on(
    "deposit.successful",
    once((event, key) => {
      const booking = bookings.byId.get(event.tracking_id);
      const why = whyNot(booking, event);
      const cents = toCents(event.amount);
      // The money is here whether it fits or not: what does not fit is booked apart, and is no fare.
      if (cents !== undefined && cents > 0) {
        ledger.book({
          key,
          account: why === undefined ? "fares" : "unclear",
          cents,
          currency: event.currency,
          trackingId: event.tracking_id,
          transactionId: event.transaction_id,
        });
      }
      if (booking !== undefined && why === undefined) bookings.move(booking, "confirmed");
      else flag(booking, event, why);
    }),
  );

  const moveTo = (state: "processing" | "declined" | "expired") =>
    once((event) => {
      const booking = bookings.byId.get(event.tracking_id);
      const why = whyNot(booking, event);
      if (booking !== undefined && why === undefined) bookings.move(booking, state);
      else flag(booking, event, why);
    });
  webhook.on("deposit.pending", moveTo("processing"));
  webhook.on("deposit.rejected", moveTo("declined"));
  webhook.on("deposit.expired", moveTo("expired"));

  /** Does not throw: the gateway would send the same event again and again, and it would fit no better. */
  function flag(booking, event, why) {
    onFlag({ trackingId: event.tracking_id, transactionId: event.transaction_id, why });
    // A ticket that is paid for stays one, and a person decides about the rest.
    if (booking !== undefined && booking.state !== "confirmed") bookings.move(booking, "flagged");
  }
}

/** The signature says who sent it. That it is what we asked for is ours to check. */
function whyNot(booking: Booking | undefined, event: Transaction) {
  const told = `${event.transaction_type}.${event.status}`;
  if (booking === undefined) return `${told} for a booking that we never made`;
  if (event.currency !== booking.currency || toCents(event.amount) !== booking.cents) {
    return `${told} of ${event.amount} ${event.currency}, but we asked for ${toDecimal(booking.cents)} ${booking.currency}`;
  }
  // No repetition comes through, so this is news: another transaction, or another ending of this one.
  return isFinal(booking) ? `${told}, of what is ${booking.state} already` : undefined;
}
