import { Inject, Injectable, Logger } from "@nestjs/common";
import {
  isNumipayError,
  isOutcomeUnknownError,
  nothingWasDone,
  type Numipay,
  type ServerToServerResponse,
} from "@numipay/core";
import { InjectNumipay } from "@numipay/nestjs";
import { DeskStore, type Hire } from "../store/desk-store.js";
import { toDecimal } from "../store/money.js";
import type { Card } from "./card.js";
import type { Tool } from "./tools.js";

/** Charges a deposit to a card. */
@Injectable()
export class ChargeDeposit {
  readonly #logger = new Logger(ChargeDeposit.name);

  constructor(
    @InjectNumipay() private readonly numipay: Numipay,
    @Inject(DeskStore) private readonly store: DeskStore,
  ) {}

  /** The response decides what to show. Only the webhook books the deposit and marks the hire as paid. */
  async charge(tool: Tool, card: Card, toReturnUrl: (hire: Hire) => string): Promise<Hire> {
    const hire = this.store.addHire(tool);
    try {
      const response = await this.numipay.payments.serverToServer({
        ...card.toRequest(),
        tracking_id: hire.id,
        user_id: hire.customer,
        currency: hire.currency,
        amount: toDecimal(hire.cents),
        return_url: toReturnUrl(hire),
      });
      updateState(hire, response);
    } catch (error) {
      // The card may have been charged, so do not retry. The webhook brings the result.
      if (isOutcomeUnknownError(error)) hire.lastKnownState = error.lastKnownStatus.state;
      if (hire.closedBy === undefined) hire.state = nothingWasDone(error) ? "refused" : "unknown";
      // Log only the code: other errors' messages could contain card data.
      this.#logger.error(
        `${hire.id} ${hire.state}: ${isNumipayError(error) ? error.code : "failed"}`,
      );
    }
    return hire;
  }
}

function updateState(
  hire: Hire,
  { url, transaction_status: status }: ServerToServerResponse,
): void {
  // The webhook can arrive before the response, and is authoritative.
  if (hire.closedBy !== undefined) return;
  if (url !== undefined && url !== "") {
    hire.state = "challenge";
    hire.challengeUrl = url;
  } else {
    hire.state = status === "rejected" ? "declined" : "confirming";
  }
}
