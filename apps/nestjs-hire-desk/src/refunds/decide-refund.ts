import { Injectable, Logger } from "@nestjs/common";
import { isOutcomeUnknownError, nothingWasDone, type Numipay } from "@numipay/core";
import { InjectNumipay } from "@numipay/nestjs";
import type { Refund } from "../books/books.js";
import { refundsAccount } from "./refunds-account.js";

/** What the operator does about a refund. The books move when the webhook comes, not here. */
@Injectable()
export class DecideRefund {
  readonly #logger = new Logger(DecideRefund.name);

  constructor(@InjectNumipay(refundsAccount) private readonly numipay: Numipay) {}

  /**
   * Approves or rejects a refund that waits for it. False where it does not wait (any more).
   *
   * @throws NumipayError when the gateway refuses; the refund waits again
   */
  async decide(refund: Refund, decision: "approve" | "reject"): Promise<boolean> {
    const { id: tracking_id, transactionId: transaction_id } = refund;
    if (refund.state !== "review" || transaction_id === undefined) return false;
    // Before anything is awaited: of two clicks, one decides.
    refund.state = "deciding";
    try {
      // The two calls name a payout differently: approve by our id, reject by the gateway's. With both given, the client
      // can also ask what became of a call whose answer was lost.
      if (decision === "approve") await this.numipay.payouts.approve({ tracking_id });
      else await this.numipay.payouts.reject({ transaction_id, tracking_id });
      moveOn(refund, "decided");
    } catch (error) {
      if (nothingWasDone(error)) {
        moveOn(refund, "review");
        throw error;
      }
      const finding = isOutcomeUnknownError(error) ? error.lastKnownStatus.state : "not-known";
      this.#logger.error(`${tracking_id}: ${decision} undecided, ${finding}`);
      refund.finding = finding;
      moveOn(refund, "undecided");
    }
    return true;
  }

  /** Asks the gateway about a refund whose answer was lost. It books nothing: how it ends, the webhook tells. */
  async findOut(refund: Refund): Promise<void> {
    if (refund.state !== "unknown" && refund.state !== "undecided") return;
    try {
      // Asked once: the operator waits for it, and can ask again.
      const { found } = await this.numipay.transactions.resolve(refund.id, { attempts: 1 });
      refund.finding = found ? "found" : "not-found";
    } catch {
      refund.finding = "not-known";
    }
    // A decision may be given again: the gateway refuses the second where it has the first, and pays one payout once.
    if (refund.state === "undecided" && refund.finding === "found") refund.state = "review";
  }
}

/** The webhook may have been faster than the answer, and knows better. */
function moveOn(refund: Refund, state: "review" | "decided" | "undecided"): void {
  if (refund.state === "deciding") refund.state = state;
}
