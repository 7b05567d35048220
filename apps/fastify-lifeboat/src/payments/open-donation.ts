import {
  isOutcomeUnknownError,
  nothingWasDone,
  type Numipay,
  type ResolveOptions,
} from "@numipay/core";
import { addDonation, type Donation, moveDonation } from "../books/donations.js";
import { toDecimal } from "../books/money.js";
import type { Database } from "../books/open-database.js";

export interface OpenDonationOptions {
  numipay: Numipay;
  database: Database;
  /** How long to ask the gateway after a lost response. The donor waits meanwhile. */
  settle: ResolveOptions;
  /** Called with what kept the outcome unknown. */
  onUnknown: (error: unknown) => void;
}

/**
 * Opens a donation, and returns where to send the donor; undefined when that is not known. The row is there before the gateway
 * is called: a webhook that is faster than the response finds it.
 */
export async function openDonation(
  { numipay, database: { queries }, settle, onUnknown }: OpenDonationOptions,
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
      // The donation may be open at the gateway, or on its way there. Nothing is sent again before that is known.
      const { found } = await numipay.transactions.resolve(error, settle);
      // With the same tracking_id: it is the same donation.
      if (!found) return await open();
      onUnknown(error);
    } catch (laterError) {
      // Still unknown, and no second donation is opened for it. The webhook says how it ended.
      onUnknown(laterError);
    }
    await moveDonation(queries, id, "unknown", ["opening"]);
    return undefined;
  }
}
