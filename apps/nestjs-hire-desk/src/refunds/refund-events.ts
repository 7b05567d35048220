import { Inject, Injectable } from "@nestjs/common";
import type { EventContext, NumipayEvent, Outbox } from "@numipay/core";
import { InjectOutbox, OnNumipayEvent } from "@numipay/nestjs";
import type { EntityManager } from "typeorm";
import { checkExpected } from "../store/check-expected.js";
import { DeskStore } from "../store/desk-store.js";
import { accounts, Ledger } from "../store/ledger.js";
import type { Refund } from "../store/refund.js";
import { refundsAccount as account } from "./refunds-account.js";

/** Handles the webhooks of the refunds account. Store and ledger write in the transaction that records the webhook. */
@Injectable()
export class RefundEvents {
  constructor(
    @InjectOutbox(account) private readonly outbox: Outbox<EntityManager>,
    @Inject(DeskStore) private readonly store: DeskStore,
    @Inject(Ledger) private readonly ledger: Ledger,
  ) {}

  /** Stores the gateway's id: only the webhook contains it, and rejecting a payout needs it. */
  @OnNumipayEvent("withdrawal.pending", { account })
  async review(event: NumipayEvent<"withdrawal.pending">, { idempotencyKey: key }: EventContext) {
    const refund = await this.#find(event, key);
    if (refund === undefined) return;
    Object.assign(refund, { state: "review", transactionId: event.transaction_id });
    await this.store.save(refund);
  }

  @OnNumipayEvent("withdrawal.successful", { account })
  payOut(event: NumipayEvent<"withdrawal.successful">, context: EventContext<EntityManager>) {
    return this.#close(event, context, "paid");
  }

  @OnNumipayEvent("withdrawal.rejected", { account })
  @OnNumipayEvent("withdrawal.expired", { account })
  release(
    event: NumipayEvent<"withdrawal.rejected"> | NumipayEvent<"withdrawal.expired">,
    context: EventContext<EntityManager>,
  ) {
    return this.#close(event, context, event.status);
  }

  async #close(
    event: NumipayEvent<"withdrawal.*">,
    { idempotencyKey: key, tx }: EventContext<EntityManager>,
    state: "paid" | "rejected" | "expired",
  ): Promise<void> {
    const refund = await this.#find(event, key);
    if (refund === undefined) return;
    const { id: trackingId, customer, cents, currency } = refund;
    const moveTo = (to: string) =>
      this.ledger.transfer({ key, from: accounts.held(customer), to, cents, currency, trackingId });
    // A payout that was refused returns the money too. Only one of them does.
    if (state === "paid") await moveTo(accounts.payouts);
    else {
      const release = () => moveTo(accounts.deposit(customer));
      await this.outbox.refundOnce(tx, trackingId, release);
    }
    await this.store.save(Object.assign(refund, { state, closedBy: key }));
  }

  async #find(event: NumipayEvent<"withdrawal.*">, key: string): Promise<Refund | undefined> {
    const found = await this.store.lockRefund(event.tracking_id);
    return checkExpected(this.store, found, event, key);
  }
}
