import { Inject, Injectable } from "@nestjs/common";
import type { EventContext, NumipayEvent } from "@numipay/core";
import { OnNumipayEvent } from "@numipay/nestjs";
import { DeskStore } from "../store/desk-store.js";
import { findExpected } from "../store/find-expected.js";
import { accounts, Ledger } from "../store/ledger.js";

/** Handles the webhooks of the deposits account. */
@Injectable()
export class DepositEvents {
  constructor(
    @Inject(DeskStore) private readonly store: DeskStore,
    @Inject(Ledger) private readonly ledger: Ledger,
  ) {}

  @OnNumipayEvent("deposit.successful")
  book(event: NumipayEvent<"deposit.successful">, { idempotencyKey: key }: EventContext): void {
    const hire = findExpected(this.store, this.store.hires, event, key);
    if (hire === undefined) return;
    const { id: trackingId, customer, cents, currency } = hire;
    this.ledger.transfer({
      key,
      from: accounts.cards,
      to: accounts.deposit(customer),
      cents,
      currency,
      trackingId,
    });
    Object.assign(hire, { state: "paid", closedBy: key });
  }

  @OnNumipayEvent("deposit.rejected")
  decline(event: NumipayEvent<"deposit.rejected">, { idempotencyKey: key }: EventContext): void {
    const hire = findExpected(this.store, this.store.hires, event, key);
    if (hire !== undefined) Object.assign(hire, { state: "declined", closedBy: key });
  }

  @OnNumipayEvent("deposit.expired")
  expire(event: NumipayEvent<"deposit.expired">, { idempotencyKey: key }: EventContext): void {
    const hire = findExpected(this.store, this.store.hires, event, key);
    if (hire !== undefined) Object.assign(hire, { state: "expired", closedBy: key });
  }
}
