import { Inject, Injectable } from "@nestjs/common";
import type { EventContext, NumipayEvent } from "@numipay/core";
import { OnNumipayEvent } from "@numipay/nestjs";
import { Books } from "../books/books.js";
import { findExpected } from "../books/find-expected.js";
import { accounts, Ledger } from "../books/ledger.js";
import { refundsAccount as account } from "./refunds-account.js";

/** What the refunds account's webhooks do to the books. Each change comes here once, verified. */
@Injectable()
export class RefundEvents {
  constructor(
    @Inject(Books) private readonly books: Books,
    @Inject(Ledger) private readonly ledger: Ledger,
  ) {}

  /** The gateway's own id of a payout comes with its webhook only, and rejecting it takes that id. */
  @OnNumipayEvent("withdrawal.pending", { account })
  review(event: NumipayEvent<"withdrawal.pending">, { idempotencyKey: key }: EventContext): void {
    const refund = findExpected(this.books, this.books.refunds, event, key);
    if (refund === undefined) return;
    Object.assign(refund, { state: "review", transactionId: event.transaction_id });
  }

  @OnNumipayEvent("withdrawal.successful", { account })
  payOut(event: NumipayEvent<"withdrawal.successful">, { idempotencyKey }: EventContext): void {
    this.#settle(event, idempotencyKey, "paid");
  }

  // A payout that came to nothing gives the customer back what was held for it.
  @OnNumipayEvent("withdrawal.rejected", { account })
  @OnNumipayEvent("withdrawal.expired", { account })
  giveBack(
    event: NumipayEvent<"withdrawal.rejected"> | NumipayEvent<"withdrawal.expired">,
    { idempotencyKey }: EventContext,
  ): void {
    this.#settle(event, idempotencyKey, event.status);
  }

  #settle(
    event: NumipayEvent<"withdrawal.*">,
    key: string,
    state: "paid" | "rejected" | "expired",
  ): void {
    const refund = findExpected(this.books, this.books.refunds, event, key);
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
    Object.assign(refund, { state, settledBy: key });
  }
}
