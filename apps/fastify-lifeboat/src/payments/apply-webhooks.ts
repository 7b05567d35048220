import type { EventContext, EventRegistry, Transaction } from "@numipay/core";
import { type Donation, findDonation, moveDonation, unpaid } from "../ledger/donations.js";
import { flag } from "../ledger/flags.js";
import { transfer } from "../ledger/ledger.js";
import { toCents } from "../ledger/money.js";
import type { Queries } from "../ledger/open-database.js";
import "../contract.js";

type Context = EventContext<Queries>;

/**
 * Registers the webhook handlers. They write through `tx`, so that their changes are committed together with the inbox's
 * record.
 */
export function applyWebhooks(webhook: EventRegistry<Queries>): void {
  webhook.on("deposit.successful", bookDonation);
  webhook.on("deposit.refunded", bookRefund);
  webhook.on("deposit.rejected", (event, context) => closeDonation("declined", event, context));
  webhook.on("deposit.expired", (event, context) => closeDonation("expired", event, context));
}

async function bookDonation(event: Transaction, { tx, idempotencyKey }: Context): Promise<void> {
  const donation = await findExpected(event, tx);
  if (donation === undefined)
    return flag(tx, idempotencyKey, event, "paid, but does not match our request");
  if ((await moveDonation(tx, donation.id, "given", unpaid)) === undefined) {
    return flag(tx, idempotencyKey, event, `paid again, was already ${donation.state}`);
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
  // The gateway reported "successful" before and the money is booked. A person has to find out which is true.
  return flag(tx, idempotencyKey, event, `${state}, was ${contradicts} before`);
}

async function bookRefund(event: Transaction, { tx, idempotencyKey }: Context): Promise<void> {
  const donation = await findExpected(event, tx);
  if (donation === undefined) {
    return flag(tx, idempotencyKey, event, "refunded, but does not match our request");
  }
  if ((await moveDonation(tx, donation.id, "refunded", ["refunding"])) === undefined) {
    return flag(tx, idempotencyKey, event, `refunded, was ${donation.state}`);
  }
  await transfer(tx, idempotencyKey, donation, ["held", "gateway"]);
}

/** Finds the donation of an event. The signature proves the sender; amount and currency must be checked as well. */
async function findExpected(
  { tracking_id, amount, currency }: Transaction,
  tx: Queries,
): Promise<Donation | undefined> {
  const donation = await findDonation(tx, tracking_id);
  return donation?.currency === currency && donation.cents === toCents(amount)
    ? donation
    : undefined;
}
