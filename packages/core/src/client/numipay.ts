import { setClientSettings } from "./client-settings.js";
import { createPayments, type Payments } from "./payments.js";
import { createPayouts, type Payouts } from "./payouts.js";
import { createRequest, type RequestOperation } from "./request.js";
import { type NumipayOptions, toSettings } from "./settings.js";
import { createTransactions, type Transactions } from "./transactions.js";

/**
 * The client of the gateway's API.
 *
 * @example
 * const numipay = new Numipay(); // NUMIPAY_API_KEY, NUMIPAY_BASE_URL
 * const { url } = await numipay.payments.hostedCheckout({ tracking_id, user_id, currency: "EUR", amount: "200.00" });
 */
export class Numipay {
  /** Deposits. */
  readonly payments: Payments;
  /** Withdrawals. */
  readonly payouts: Payouts;
  /** Status and lists. */
  readonly transactions: Transactions;
  /** Operations that the library does not define. */
  readonly request: RequestOperation;

  /** @throws InvalidOptionError when an option is missing or invalid */
  constructor(options: NumipayOptions = {}) {
    // The key is not in the client's properties, so logging or serializing the client cannot expose it.
    const settings = toSettings(options);
    setClientSettings(this, settings);
    this.payments = createPayments(settings);
    this.payouts = createPayouts(settings);
    this.transactions = createTransactions(settings);
    this.request = createRequest(settings);
  }
}
