import { randomUUID } from "node:crypto";
import { nothingWasDone, type Numipay } from "@numipay/core";
import { moveDonation } from "../books/donations.js";
import { transfer } from "../books/ledger.js";
import { toDecimal } from "../books/money.js";
import type { Database } from "../books/open-database.js";
import "../contract.js";

/** What became of the request. `undecided`: the money stays held until the webhook comes, or a person has asked the gateway. */
export type RefundResult = "sent" | "undecided" | "not-refundable";

/**
 * Gives a donation back. It is booked before it is sent, so that the same cents cannot leave twice, and released only when the
 * gateway certainly did nothing.
 *
 * @throws NumipayError when the gateway did nothing: the donation is ours again
 */
export async function refundDonation(
  numipay: Numipay,
  { transact }: Database,
  id: string,
): Promise<RefundResult> {
  const attempt = randomUUID();
  const held = await transact(async (tx) => {
    // Of two clicks, one moves it.
    const donation = await moveDonation(tx, id, "refunding", ["given"]);
    if (donation !== undefined) {
      await transfer(tx, `hold:${attempt}`, donation, ["donations", "held"]);
    }
    return donation;
  });
  if (held === undefined) return "not-refundable";
  try {
    const amount = toDecimal(held.cents);
    // An operation of contract.ts: typed, sent at most once, and no redirect is followed.
    await numipay.request("refundDeposit", { tracking_id: id, amount });
    return "sent";
  } catch (error) {
    // The process may as well have died here: what is "refunding" stays held until the webhook comes.
    if (!nothingWasDone(error)) return "undecided";
    await transact(async (tx) => {
      const donation = await moveDonation(tx, id, "given", ["refunding"]);
      if (donation === undefined) return;
      await transfer(tx, `release:${attempt}`, donation, ["held", "donations"]);
    });
    throw error;
  }
}
