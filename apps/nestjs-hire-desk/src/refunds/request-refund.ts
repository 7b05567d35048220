import { Inject, Injectable, Logger } from "@nestjs/common";
import { isNumipayError, isOutcomeUnknownError, nothingWasDone, type Numipay } from "@numipay/core";
import { InjectNumipay } from "@numipay/nestjs";
import { DeskStore, type Hire, type Refund } from "../store/desk-store.js";
import { accounts, Ledger } from "../store/ledger.js";
import { toDecimal } from "../store/money.js";
import { refundsAccount } from "./refunds-account.js";

/** Refunds a deposit. Puts the money on hold first, so that it cannot be refunded twice. */
@Injectable()
export class RequestRefund {
  readonly #logger = new Logger(RequestRefund.name);

  constructor(
    @InjectNumipay(refundsAccount) private readonly numipay: Numipay,
    @Inject(DeskStore) private readonly store: DeskStore,
    @Inject(Ledger) private readonly ledger: Ledger,
  ) {}

  /** Returns the refund with the gateway's page for the customer, or undefined if there is no deposit to refund. */
  async request(hire: Hire, returnUrl: string): Promise<Refund | undefined> {
    const { customer, cents } = hire;
    if (hire.state !== "paid" || this.ledger.balance(accounts.deposit(customer)) < cents) {
      return undefined;
    }
    const refund = this.store.addRefund(hire);
    this.#move(refund, "hold", accounts.deposit(customer), accounts.held(customer));
    try {
      const { url } = await this.numipay.payouts.request({
        tracking_id: refund.id,
        user_id: customer,
        currency: refund.currency,
        amount: toDecimal(cents),
        return_url: returnUrl,
      });
      refund.url = url;
      // The webhook can arrive before the response.
      if (refund.state === "sending") refund.state = "waiting";
    } catch (error) {
      this.#logger.error(`${refund.id}: ${isNumipayError(error) ? error.code : "failed"}`);
      if (isOutcomeUnknownError(error)) refund.lastKnownState = error.lastKnownStatus.state;
      // A webhook arrived first, so the gateway has the payout.
      if (refund.state !== "sending") return refund;
      if (nothingWasDone(error)) {
        this.#move(refund, "release", accounts.held(customer), accounts.deposit(customer));
        refund.state = "refused";
      } else {
        // The money stays on hold until the webhook arrives.
        refund.state = "unknown";
      }
    }
    return refund;
  }

  #move({ id: trackingId, cents, currency }: Refund, reason: string, from: string, to: string) {
    this.ledger.transfer({ key: `${reason}:${trackingId}`, from, to, cents, currency, trackingId });
  }
}
