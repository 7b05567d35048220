import { Inject, Injectable, Logger } from "@nestjs/common";
import {
  isOutcomeUnknownError,
  nothingWasDone,
  type Numipay,
  type NumipayError,
} from "@numipay/core";
import { InjectNumipay } from "@numipay/nestjs";
import { Books, type Hire, type Refund } from "../books/books.js";
import { accounts, Ledger } from "../books/ledger.js";
import { toDecimal } from "../books/money.js";
import { refundsAccount } from "./refunds-account.js";

/** Gives a deposit back: sets it aside first, so that the same cents cannot be asked for twice. */
@Injectable()
export class RequestRefund {
  readonly #logger = new Logger(RequestRefund.name);

  constructor(
    @InjectNumipay(refundsAccount) private readonly numipay: Numipay,
    @Inject(Books) private readonly books: Books,
    @Inject(Ledger) private readonly ledger: Ledger,
  ) {}

  /** The refund, with the page where the customer says where the money goes. Undefined where none is due. */
  async request(hire: Hire, returnUrl: string): Promise<Refund | undefined> {
    const { customer, cents } = hire;
    if (hire.state !== "paid" || this.ledger.balance(accounts.deposit(customer)) < cents) {
      return undefined;
    }
    const refund = this.books.addRefund(hire);
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
      // The webhook may have been faster than the answer.
      if (refund.state === "sending") refund.state = "waiting";
    } catch (error) {
      this.#logger.error(`${refund.id}: ${(error as NumipayError).code ?? "failed"}`);
      if (isOutcomeUnknownError(error)) refund.finding = error.lastKnownStatus.state;
      // A webhook that was faster shows that the payout is there.
      if (refund.state !== "sending") return refund;
      if (nothingWasDone(error)) {
        this.#move(refund, "release", accounts.held(customer), accounts.deposit(customer));
        refund.state = "refused";
      } else {
        // The money stays on hold until the webhook, or the operator's question, brings news.
        refund.state = "unknown";
      }
    }
    return refund;
  }

  #move({ id: trackingId, cents, currency }: Refund, reason: string, from: string, to: string) {
    this.ledger.transfer({ key: `${reason}:${trackingId}`, from, to, cents, currency, trackingId });
  }
}
