import { Injectable, Logger } from "@nestjs/common";
import { isOutcomeUnknownError, nothingWasDone, type Numipay } from "@numipay/core";
import { InjectNumipay } from "@numipay/nestjs";
import type { Refund } from "../store/desk-store.js";
import { refundsAccount } from "./refunds-account.js";

/** The operator's decisions on refunds. The ledger changes only when the webhook arrives. */
@Injectable()
export class DecideRefund {
  readonly #logger = new Logger(DecideRefund.name);

  constructor(@InjectNumipay(refundsAccount) private readonly numipay: Numipay) {}

  /**
   * Approves or rejects a refund. Returns false if it is not waiting for a decision.
   *
   * @throws NumipayError when the gateway rejects the request; the refund waits for a decision again
   */
  async decide(refund: Refund, decision: "approve" | "reject"): Promise<boolean> {
    const { id: tracking_id, transactionId: transaction_id } = refund;
    if (refund.state !== "review" || transaction_id === undefined) return false;
    // Set before the first await, so that only one of two concurrent requests continues.
    refund.state = "deciding";
    try {
      // The gateway approves by our id and rejects by its own. With our id, the client can also look up the status after a
      // lost response.
      if (decision === "approve") await this.numipay.payouts.approve({ tracking_id });
      else await this.numipay.payouts.reject({ transaction_id, tracking_id });
      moveOn(refund, "decided");
    } catch (error) {
      if (nothingWasDone(error)) {
        moveOn(refund, "review");
        throw error;
      }
      refund.lastKnownState = isOutcomeUnknownError(error)
        ? error.lastKnownStatus.state
        : "not-known";
      this.#logger.error(
        `The outcome of ${decision} for ${tracking_id} is unknown (${refund.lastKnownState}).`,
      );
      moveOn(refund, "undecided");
    }
    return true;
  }

  /** Asks the gateway for the status after a lost response. It books nothing: the webhook brings the result. */
  async lookUp(refund: Refund): Promise<void> {
    if (refund.state !== "unknown" && refund.state !== "undecided") return;
    try {
      // A single attempt, because the operator is waiting and can repeat it.
      const { found } = await this.numipay.transactions.resolve(refund.id, { attempts: 1 });
      refund.lastKnownState = found ? "found" : "not-found";
    } catch {
      refund.lastKnownState = "not-known";
    }
    // Repeating a decision is safe: the gateway rejects it if it has the first one, and pays out once.
    if (refund.state === "undecided" && refund.lastKnownState === "found") refund.state = "review";
  }
}

/** The webhook can arrive before the response, and is authoritative. */
function moveOn(refund: Refund, state: "review" | "decided" | "undecided"): void {
  if (refund.state === "deciding") refund.state = state;
}
