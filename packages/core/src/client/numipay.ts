import { createPayments, type Payments } from "./payments.js";
import { createPayouts, type Payouts } from "./payouts.js";
import { createRequest, type RequestOperation } from "./request.js";
import { type NumipayOptions, toSettings } from "./settings.js";
import { createTransactions, type Transactions } from "./transactions.js";

/**
 * The gateway's API.
 *
 * @example
 * const numipay = new Numipay(); // NUMIPAY_API_KEY, NUMIPAY_BASE_URL
 * const { url } = await numipay.payments.hostedCheckout({ tracking_id, user_id, currency: "EUR", amount: "200.00" });
 */
export class Numipay {
  /** Money in. */
  readonly payments: Payments;
  /** Money out. */
  readonly payouts: Payouts;
  /** What became of it. */
  readonly transactions: Transactions;
  /** Operations that the library does not know. */
  readonly request: RequestOperation;

  /** @throws InvalidOptionError naming the option that is missing or wrong */
  constructor(options: NumipayOptions = {}) {
    // The key lives in these closures only, where no inspection, log or JSON of the client can reach it.
    const settings = toSettings(options);
    this.payments = createPayments(settings);
    this.payouts = createPayouts(settings);
    this.transactions = createTransactions(settings);
    this.request = createRequest(settings);
  }
}
