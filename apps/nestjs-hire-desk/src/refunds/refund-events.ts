import { Inject, Injectable } from "@nestjs/common";
import type { EventContext, NumipayEvent } from "@numipay/core";
import { OnNumipayEvent } from "@numipay/nestjs";
import { DeskStore } from "../store/desk-store.js";
import { findExpected } from "../store/find-expected.js";
import { accounts, Ledger } from "../store/ledger.js";
import { refundsAccount as account } from "./refunds-account.js";

/** Handles the webhooks of the refunds account. */
@Injectable()
export class RefundEvents {
  constructor(
    @Inject(DeskStore) private readonly store: DeskStore,
    @Inject(Ledger) private readonly ledger: Ledger,
  ) {}

  /** Stores the gateway's id: only the webhook contains it, and rejecting a payout needs it. */
  @OnNumipayEvent("withdrawal.pending", { account })
  review(event: NumipayEvent<"withdrawal.pending">, { idempotencyKey: key }: EventContext): void {
    const refund = findExpected(this.store, this.store.refunds, event, key);
    if (refund === undefined) return;
    Object.assign(refund, { state: "review", transactionId: event.transaction_id });
  }

  @OnNumipayEvent("withdrawal.successful", { account })
  payOut(event: NumipayEvent<"withdrawal.successful">, { idempotencyKey }: EventContext): void {
    this.#close(event, idempotencyKey, "paid");
  }

  @OnNumipayEvent("withdrawal.rejected", { account })
  @OnNumipayEvent("withdrawal.expired", { account })
  release(
    event: NumipayEvent<"withdrawal.rejected"> | NumipayEvent<"withdrawal.expired">,
    { idempotencyKey }: EventContext,
  ): void {
    this.#close(event, idempotencyKey, event.status);
  }

  #close(
    event: NumipayEvent<"withdrawal.*">,
    key: string,
    state: "paid" | "rejected" | "expired",
  ): void {
    const refund = findExpected(this.store, this.store.refunds, event, key);
    if (refund === undefined) return;
    const { id: trackingId, customer, cents, currency } = refund;
    this.ledger.transfer({
      key,
      from: accounts.held(customer),
      to: state === "paid" ? accounts.payouts : accounts.deposit(customer),
      cents,
      currency,
      trackingId,
    });
    Object.assign(refund, { state, closedBy: key });
  }
}
