import { Inject, Injectable, Logger } from "@nestjs/common";
import {
  isNumipayError,
  isOutcomeUnknownError,
  nothingWasDone,
  type Numipay,
  type ServerToServerResponse,
} from "@numipay/core";
import { InjectNumipay } from "@numipay/nestjs";
import { DeskStore } from "../store/desk-store.js";
import { Hire } from "../store/hire.js";
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
    const hire = await this.store.addHire(tool);
    const changes = await this.#send(hire, card, toReturnUrl(hire));
    // The webhook can arrive before the response, and is authoritative.
    await this.store.moveHire(hire.id, "sending", changes);
    return (await this.store.findHire(hire.id)) ?? hire;
  }

  /** Sends the charge once, and returns what its response changes. */
  async #send(
    { id, customer, currency, cents }: Hire,
    card: Card,
    return_url: string,
  ): Promise<Partial<Hire>> {
    try {
      const response = await this.numipay.payments.serverToServer({
        ...card.toRequest(),
        tracking_id: id,
        user_id: customer,
        currency,
        amount: toDecimal(cents),
        return_url,
      });
      return toChanges(response);
    } catch (error) {
      const state = nothingWasDone(error) ? "refused" : "unknown";
      // Log only the code: other errors' messages could contain card data.
      this.#logger.error(`${id} ${state}: ${isNumipayError(error) ? error.code : "failed"}`);
      // The card may have been charged, so do not retry. The webhook brings the result.
      if (isOutcomeUnknownError(error)) {
        await this.store.setLastKnownState(Hire, id, error.lastKnownStatus.state);
      }
      return { state };
    }
  }
}

function toChanges({ url, transaction_status: status }: ServerToServerResponse): Partial<Hire> {
  if (url !== undefined && url !== "") return { state: "challenge", challengeUrl: url };
  return { state: status === "rejected" ? "declined" : "confirming" };
}
