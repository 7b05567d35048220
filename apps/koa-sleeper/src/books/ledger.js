// @ts-check
// What the gateway has brought in, to the cent. Entries are added and never changed.

/**
 * - fares: paid for a booking that we had, in the amount that we asked
 * - unclear: it came in, but does not fit; a person finds out whose it is
 * @typedef {"fares" | "unclear"} Account
 *
 * @typedef {object} Entry
 * @property {string} key the webhook's idempotencyKey; a key is booked once
 * @property {Account} account
 * @property {number} cents
 * @property {string} currency
 * @property {string} trackingId ours
 * @property {string} transactionId the gateway's
 */

export function createLedger() {
  /** @type {Map<string, Readonly<Entry>>} */
  const entries = new Map();
  return {
    /**
     * Books money that came in. False where its key was booked before: the webhook's inbox lets each change through
     * once, and the ledger would count it once even if it did not.
     * @param {Entry} entry
     */
    book(entry) {
      if (!Number.isSafeInteger(entry.cents) || entry.cents <= 0) {
        throw new RangeError("An entry is a positive whole number of cents");
      }
      if (entries.has(entry.key)) return false;
      entries.set(entry.key, Object.freeze({ ...entry }));
      return true;
    },
    /** @param {Account} account @param {string} currency */
    balance(account, currency) {
      return [...entries.values()]
        .filter((entry) => entry.account === account && entry.currency === currency)
        .reduce((sum, { cents }) => sum + cents, 0);
    },
    /** A copy: the list itself stays here. */
    entries: () => [...entries.values()],
  };
}
