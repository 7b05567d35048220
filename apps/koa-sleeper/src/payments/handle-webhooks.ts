// What the gateway's webhooks change in the bookings and the ledger.
import type { EventHandler, Transaction } from "@numipay/core";
import type { KoaNumipayWebhook } from "@numipay/koa";
import type { Tx } from "../open-inbox.js";
import { type Booking, type Bookings, isFinal } from "../store/bookings.js";
import type { Ledger } from "../store/ledger.js";
import { toCents, toDecimal } from "../store/money.js";

/** A webhook that did not match, for a person to review. */
export interface Flag {
  trackingId: string;
  transactionId: string;
  reason: string;
}

export function handleWebhooks(
  webhook: KoaNumipayWebhook<Tx>,
  { bookings, ledger }: { bookings: Bookings; ledger: Ledger },
  onFlag: (flag: Flag) => void,
): void {
  // If the inbox fails after a handler ran, the gateway retries the webhook. The key makes the retry a no-op. With a
  // database, use a unique key or the inbox's `tx`.
  const applied = new Set<string>();
  const once =
    (apply: (event: Transaction, key: string) => void): EventHandler<"*", Tx> =>
    (event, { idempotencyKey: key }) => {
      if (applied.has(key)) return;
      apply(event, key);
      applied.add(key);
    };

  webhook.on(
    "deposit.successful",
    once((event, key) => {
      const booking = bookings.byId.get(event.tracking_id);
      const mismatch = findMismatch(booking, event);
      const cents = toCents(event.amount);
      // The money arrived in any case. If it does not match, it goes to an account of its own.
      if (cents !== undefined && cents > 0) {
        ledger.book({
          key,
          account: mismatch === undefined ? "fares" : "unclear",
          cents,
          currency: event.currency,
          trackingId: event.tracking_id,
          transactionId: event.transaction_id,
        });
      }
      applyOrFlag(booking, event, { state: "confirmed", mismatch });
    }),
  );

  const moveTo = (state: "processing" | "declined" | "expired") =>
    once((event) => {
      const booking = bookings.byId.get(event.tracking_id);
      applyOrFlag(booking, event, { state, mismatch: findMismatch(booking, event) });
    });
  webhook.on("deposit.pending", moveTo("processing"));
  webhook.on("deposit.rejected", moveTo("declined"));
  webhook.on("deposit.expired", moveTo("expired"));

  /** A mismatch does not throw: a retry by the gateway would not match either. */
  function applyOrFlag(
    booking: Booking | undefined,
    event: Transaction,
    { state, mismatch }: { state: Booking["state"]; mismatch: string | undefined },
  ): void {
    if (booking !== undefined && mismatch === undefined) {
      bookings.move(booking, state);
      return;
    }
    const { tracking_id: trackingId, transaction_id: transactionId } = event;
    onFlag({ trackingId, transactionId, reason: mismatch ?? "unknown booking" });
    // A confirmed ticket stays valid.
    if (booking !== undefined && booking.state !== "confirmed") bookings.move(booking, "flagged");
  }
}

/** The signature proves the sender. The office still has to check that it requested this payment. */
function findMismatch(booking: Booking | undefined, event: Transaction): string | undefined {
  const type = `${event.transaction_type}.${event.status}`;
  if (booking === undefined) return `${type} for an unknown booking`;
  if (event.currency !== booking.currency || toCents(event.amount) !== booking.cents) {
    return `${type} of ${event.amount} ${event.currency}, expected ${toDecimal(booking.cents)} ${booking.currency}`;
  }
  // Duplicates never get here: this is a second transaction, or another result of this one.
  return isFinal(booking) ? `${type}, but it is already ${booking.state}` : undefined;
}
