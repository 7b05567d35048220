import { Inject, Injectable, Logger } from "@nestjs/common";
import {
  isOutcomeUnknownError,
  nothingWasDone,
  type Numipay,
  type NumipayError,
  type ServerToServerResponse,
} from "@numipay/core";
import { InjectNumipay } from "@numipay/nestjs";
import { Books, type Hire } from "../books/books.js";
import { toDecimal } from "../books/money.js";
import type { Card } from "./card.js";
import type { Tool } from "./tools.js";

/** Charges a card that the desk's own form took. */
@Injectable()
export class TakeDeposit {
  readonly #logger = new Logger(TakeDeposit.name);

  constructor(
    @InjectNumipay() private readonly numipay: Numipay,
    @Inject(Books) private readonly books: Books,
  ) {}

  /** The answer says what to show now. Only the webhook books, and only it makes a hire paid. */
  async take(tool: Tool, card: Card, toReturnUrl: (hire: Hire) => string): Promise<Hire> {
    const hire = this.books.addHire(tool);
    try {
      const answer = await this.numipay.payments.serverToServer({
        ...card.toRequest(),
        tracking_id: hire.id,
        user_id: hire.customer,
        currency: hire.currency,
        amount: toDecimal(hire.cents),
        return_url: toReturnUrl(hire),
      });
      show(hire, answer);
    } catch (error) {
      // The card may have been charged. It is not sent again: the webhook tells how it ended.
      if (isOutcomeUnknownError(error)) hire.finding = error.lastKnownStatus.state;
      if (hire.settledBy === undefined) hire.state = nothingWasDone(error) ? "refused" : "unknown";
      // The library's errors hold no card; of others, nothing is known.
      this.#logger.error(`${hire.id} ${hire.state}: ${(error as NumipayError).code ?? "failed"}`);
    }
    return hire;
  }
}

function show(hire: Hire, { url, transaction_status: status }: ServerToServerResponse): void {
  // The webhook may have been faster than the answer, and knows better.
  if (hire.settledBy !== undefined) return;
  if (url !== undefined && url !== "") {
    hire.state = "challenge";
    hire.challengeUrl = url;
  } else {
    hire.state = status === "rejected" ? "declined" : "confirming";
  }
}
