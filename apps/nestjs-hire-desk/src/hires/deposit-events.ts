import { Inject, Injectable } from "@nestjs/common";
import type { EventContext, NumipayEvent } from "@numipay/core";
import { OnNumipayEvent } from "@numipay/nestjs";
import { checkExpected } from "../store/check-expected.js";
import { DeskStore } from "../store/desk-store.js";
import type { Hire } from "../store/hire.js";
import { accounts, Ledger } from "../store/ledger.js";

/** Handles the webhooks of the deposits account. Store and ledger write in the transaction that records the webhook. */
@Injectable()
export class DepositEvents {
  constructor(
    @Inject(DeskStore) private readonly store: DeskStore,
    @Inject(Ledger) private readonly ledger: Ledger,
  ) {}

  @OnNumipayEvent("deposit.successful")
  async book(event: NumipayEvent<"deposit.successful">, { idempotencyKey: key }: EventContext) {
    const hire = await this.#close(event, key, "paid");
    if (hire === undefined) return;
    const { id: trackingId, customer, cents, currency } = hire;
    await this.ledger.transfer({
      key,
      from: accounts.cards,
      to: accounts.deposit(customer),
      cents,
      currency,
      trackingId,
    });
  }

  @OnNumipayEvent("deposit.rejected")
  async decline(event: NumipayEvent<"deposit.rejected">, { idempotencyKey: key }: EventContext) {
    await this.#close(event, key, "declined");
  }

  @OnNumipayEvent("deposit.expired")
  async expire(event: NumipayEvent<"deposit.expired">, { idempotencyKey: key }: EventContext) {
    await this.#close(event, key, "expired");
  }

  async #close(
    event: NumipayEvent<"deposit.*">,
    key: string,
    state: "paid" | "declined" | "expired",
  ): Promise<Hire | undefined> {
    const found = await this.store.lockHire(event.tracking_id);
    const hire = await checkExpected(this.store, found, event, key);
    if (hire !== undefined) await this.store.save(Object.assign(hire, { state, closedBy: key }));
    return hire;
  }
}
