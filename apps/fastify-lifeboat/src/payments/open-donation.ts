import {
  isOutcomeUnknownError,
  nothingWasDone,
  type Numipay,
  type ResolveOptions,
} from "@numipay/core";
import { addDonation, type Donation, moveDonation } from "../ledger/donations.js";
import { toDecimal } from "../ledger/money.js";
import type { Database } from "../ledger/open-database.js";

export interface OpenDonationOptions {
  numipay: Numipay;
  database: Database;
  /** How long to ask the gateway for the status after a lost response. The donor is waiting. */
  resolveOptions: ResolveOptions;
  /** Called with the error that left the outcome unknown. */
  onUnknown: (error: unknown) => void;
}

/**
 * Opens a donation and returns the cashier's URL, or undefined if the outcome is unknown. Inserts the row before calling the
 * gateway, because a webhook can arrive before the response.
 */
export async function openDonation(
  { numipay, database: { queries }, resolveOptions, onUnknown }: OpenDonationOptions,
  donation: Omit<Donation, "state">,
): Promise<string | undefined> {
  const { id, donor, cents, currency } = donation;
  await addDonation(queries, donation);
  const request = { tracking_id: id, user_id: donor, currency, amount: toDecimal(cents) };
  const open = async (): Promise<string> => {
    const { url } = await numipay.payments.hostedCheckout(request);
    await moveDonation(queries, id, "waiting", ["opening"]);
    return url;
  };
  try {
    return await open();
  } catch (error) {
    if (nothingWasDone(error)) await moveDonation(queries, id, "refused", ["opening"]);
    if (!isOutcomeUnknownError(error)) throw error;
    try {
      // The gateway may have received the donation. Do not send it again before that is known.
      const { found } = await numipay.transactions.resolve(error, resolveOptions);
      // The same tracking_id, so that the gateway sees the same donation.
      if (!found) return await open();
      onUnknown(error);
    } catch (laterError) {
      // Still unknown. The webhook will bring the result; a second donation could charge twice.
      onUnknown(laterError);
    }
    await moveDonation(queries, id, "unknown", ["opening"]);
    return undefined;
  }
}
