import type { EventContext, EventRegistry, Transaction } from "@numipay/core";
import type { PgliteTransaction } from "@numipay/postgres/pglite";
import { type Donation, findDonation, moveDonation, unpaid } from "../books/donations.js";
import { flag } from "../books/flags.js";
import { transfer } from "../books/ledger.js";
import { toCents } from "../books/money.js";
import "../contract.js";

type Context = EventContext<PgliteTransaction>;

/**
 * What each webhook does to the ledger. Everything is written through `tx`, so that it commits with the inbox's record: once,
 * or not at all.
 */
export function bookWebhooks(webhook: EventRegistry<PgliteTransaction>): void {
  webhook.on("deposit.successful", bookDonation);
  webhook.on("deposit.refunded", bookRefund);
  webhook.on("deposit.rejected", (event, context) => closeDonation("declined", event, context));
  webhook.on("deposit.expired", (event, context) => closeDonation("expired", event, context));
}

async function bookDonation(event: Transaction, { tx, idempotencyKey }: Context): Promise<void> {
  const donation = await findExpected(event, tx);
  if (donation === undefined) return flag(tx, idempotencyKey, event, "paid, and not as we asked");
  if ((await moveDonation(tx, donation.id, "given", unpaid)) === undefined) {
    return flag(tx, idempotencyKey, event, `paid again, and was ${donation.state} already`);
  }
  await transfer(tx, idempotencyKey, donation, ["gateway", "donations"]);
}

async function closeDonation(
  state: "declined" | "expired",
  event: Transaction,
  { tx, idempotencyKey, contradicts }: Context,
): Promise<void> {
  const donation = await moveDonation(tx, event.tracking_id, state);
  if (donation !== undefined || contradicts === undefined) return;
  // The gateway said "successful" before, and the money is booked. What is right now is for a person to find out.
  return flag(tx, idempotencyKey, event, `${state}, and was ${contradicts} before`);
}

async function bookRefund(event: Transaction, { tx, idempotencyKey }: Context): Promise<void> {
  const donation = await findExpected(event, tx);
  if (donation === undefined) {
    return flag(tx, idempotencyKey, event, "refunded, and not as we asked");
  }
  if ((await moveDonation(tx, donation.id, "refunded", ["refunding"])) === undefined) {
    return flag(tx, idempotencyKey, event, `refunded, and was ${donation.state}`);
  }
  await transfer(tx, idempotencyKey, donation, ["held", "gateway"]);
}

/** The donation of an event. The signature says who sent the event; that it is what we asked for is ours to check. */
async function findExpected(
  { tracking_id, amount, currency }: Transaction,
  tx: PgliteTransaction,
): Promise<Donation | undefined> {
  const donation = await findDonation(tx, tracking_id);
  return donation?.currency === currency && donation.cents === toCents(amount)
    ? donation
    : undefined;
}
