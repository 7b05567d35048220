import { Inject, Injectable, Logger } from "@nestjs/common";
import { isOutcomeUnknownError, nothingWasDone, type Numipay } from "@numipay/core";
import { InjectNumipay } from "@numipay/nestjs";
import { DeskStore } from "../store/desk-store.js";
import { Refund } from "../store/refund.js";
import { refundsAccount } from "./refunds-account.js";

/** The operator's decisions on refunds. The ledger changes only when the webhook arrives. */
@Injectable()
export class DecideRefund {
  readonly #logger = new Logger(DecideRefund.name);

  constructor(
    @InjectNumipay(refundsAccount) private readonly numipay: Numipay,
    @Inject(DeskStore) private readonly store: DeskStore,
  ) {}

  /**
   * Approves or rejects a refund. Returns false if it is not waiting for a decision.
   *
   * @throws NumipayError when the gateway rejects the request; the refund waits for a decision again
   */
  async decide(refund: Refund, decision: "approve" | "reject"): Promise<boolean> {
    const { id: tracking_id, transactionId: transaction_id } = refund;
    if (transaction_id === null) return false;
    // Of two concurrent requests, only one continues.
    if (!(await this.store.moveRefund(tracking_id, "review", { state: "deciding" }))) return false;
    try {
      // The gateway approves by our id and rejects by its own. With our id, the client can also look up the status after a
      // lost response.
      if (decision === "approve") await this.numipay.payouts.approve({ tracking_id });
      else await this.numipay.payouts.reject({ transaction_id, tracking_id });
      await this.#moveOn(tracking_id, "decided");
    } catch (error) {
      if (nothingWasDone(error)) {
        await this.#moveOn(tracking_id, "review");
        throw error;
      }
      const known = isOutcomeUnknownError(error) ? error.lastKnownStatus.state : "not-known";
      await this.store.setLastKnownState(Refund, tracking_id, known);
      this.#logger.error(`The outcome of ${decision} for ${tracking_id} is unknown (${known}).`);
      await this.#moveOn(tracking_id, "undecided");
    }
    return true;
  }

  /** Asks the gateway for the status after a lost response. It books nothing: the webhook brings the result. */
  async lookUp({ id, state }: Refund): Promise<void> {
    if (state !== "unknown" && state !== "undecided") return;
    // A single attempt, because the operator is waiting and can repeat it.
    const known = await this.numipay.transactions.resolve(id, { attempts: 1 }).then(
      ({ found }) => (found ? "found" : "not-found"),
      () => "not-known" as const,
    );
    await this.store.setLastKnownState(Refund, id, known);
    // Repeating a decision is safe: the journal asks the gateway about the first one, and never sends it twice.
    if (known === "found") await this.store.moveRefund(id, "undecided", { state: "review" });
  }

  /** The webhook can arrive before the response, and is authoritative. */
  async #moveOn(id: string, state: "review" | "decided" | "undecided"): Promise<void> {
    await this.store.moveRefund(id, "deciding", { state });
  }
}
