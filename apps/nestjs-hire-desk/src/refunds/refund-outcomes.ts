import { Inject, Injectable, Logger } from "@nestjs/common";
import type {
  ConfirmedIntent,
  Outbox,
  OutboxContext,
  RefusedIntent,
  UnknownIntent,
} from "@numipay/core";
import { InjectOutbox, OnIntent } from "@numipay/nestjs";
import type { EntityManager } from "typeorm";
import { DeskStore } from "../store/desk-store.js";
import { accounts, Ledger } from "../store/ledger.js";
import { Refund } from "../store/refund.js";
import { refundsAccount as account } from "./refunds-account.js";

/** Handles how queued payouts ended. Store and ledger write in the transaction that records it. */
@Injectable()
export class RefundOutcomes {
  readonly #logger = new Logger(RefundOutcomes.name);

  constructor(
    @InjectOutbox(account) private readonly outbox: Outbox<EntityManager>,
    @Inject(DeskStore) private readonly store: DeskStore,
    @Inject(Ledger) private readonly ledger: Ledger,
  ) {}

  @OnIntent("confirmed", { account })
  async open({ tracking_id: id, response }: ConfirmedIntent): Promise<void> {
    // The payout exists, but the response with its page was lost.
    if (response === undefined || !("url" in response)) return this.#wait(id, "found");
    await this.store.setUrl(id, response.url);
    // A webhook can arrive before the response.
    for (const from of ["sending", "unknown"] as const) {
      await this.store.moveRefund(id, from, { state: "waiting" });
    }
  }

  /** The gateway created nothing, so the money goes back to the deposit. */
  @OnIntent("refused", { account })
  async release(
    { tracking_id: trackingId, problem }: RefusedIntent,
    { tx }: OutboxContext<EntityManager>,
  ): Promise<void> {
    this.#logger.error(`${trackingId}: ${problem.message}`);
    await this.outbox.refundOnce(tx, trackingId, async () => {
      const refund = await this.store.lockRefund(trackingId);
      if (refund === null) throw new Error(`There is no refund ${trackingId}.`);
      const { customer, cents, currency } = refund;
      const [from, to] = [accounts.held(customer), accounts.deposit(customer)];
      const key = `release:${trackingId}`;
      await this.ledger.transfer({ key, from, to, cents, currency, trackingId });
      await this.store.save(Object.assign(refund, { state: "refused", closedBy: key }));
    });
  }

  /** The money stays on hold. The outbox keeps asking, and a webhook brings the result. */
  @OnIntent("unknown", { account })
  keepOnHold({ tracking_id, lastKnownStatus }: UnknownIntent): Promise<void> {
    return this.#wait(tracking_id, lastKnownStatus?.state ?? "not-known");
  }

  async #wait(id: string, known: NonNullable<Refund["lastKnownState"]>): Promise<void> {
    await this.store.setLastKnownState(Refund, id, known);
    await this.store.moveRefund(id, "sending", { state: "unknown" });
  }
}
