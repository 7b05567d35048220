import { randomUUID } from "node:crypto";
import { nothingWasDone, type Numipay } from "@numipay/core";
import { moveDonation } from "../ledger/donations.js";
import { transfer } from "../ledger/ledger.js";
import { toDecimal } from "../ledger/money.js";
import type { Database } from "../ledger/open-database.js";
import "../contract.js";

/** `undecided` means that the response was lost: the money stays on hold until the webhook arrives. */
export type RefundResult = "sent" | "undecided" | "not-refundable";

/**
 * Refunds a donation. The money is put on hold before the request, so that it cannot be refunded twice, and released only
 * when the gateway certainly did nothing.
 *
 * @throws NumipayError when the gateway did nothing: the hold is released
 */
export async function refundDonation(
  numipay: Numipay,
  { queries }: Database,
  id: string,
): Promise<RefundResult> {
  const attempt = randomUUID();
  const held = await queries.transaction(async (tx) => {
    // Of two concurrent requests, only one succeeds.
    const donation = await moveDonation(tx, id, "refunding", ["given"]);
    if (donation !== undefined) {
      await transfer(tx, `hold:${attempt}`, donation, ["donations", "held"]);
    }
    return donation;
  });
  if (held === undefined) return "not-refundable";
  try {
    const amount = toDecimal(held.cents);
    // Defined in contract.ts. Sent at most once, without following redirects.
    await numipay.request("refundDeposit", { tracking_id: id, amount });
    return "sent";
  } catch (error) {
    // The hold also survives a crash here, until the webhook arrives.
    if (!nothingWasDone(error)) return "undecided";
    await queries.transaction(async (tx) => {
      const donation = await moveDonation(tx, id, "given", ["refunding"]);
      if (donation === undefined) return;
      await transfer(tx, `release:${attempt}`, donation, ["held", "donations"]);
    });
    throw error;
  }
}
