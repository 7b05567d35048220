import { Inject, Injectable } from "@nestjs/common";
import type { EventContext, NumipayEvent } from "@numipay/core";
import { OnNumipayEvent } from "@numipay/nestjs";
import { Books } from "../books/books.js";
import { findExpected } from "../books/find-expected.js";
import { accounts, Ledger } from "../books/ledger.js";

/** What the deposits account's webhooks do to the books. Each change comes here once, verified. */
@Injectable()
export class DepositEvents {
  constructor(
    @Inject(Books) private readonly books: Books,
    @Inject(Ledger) private readonly ledger: Ledger,
  ) {}

  @OnNumipayEvent("deposit.successful")
  book(event: NumipayEvent<"deposit.successful">, { idempotencyKey: key }: EventContext): void {
    const hire = findExpected(this.books, this.books.hires, event, key);
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
    Object.assign(hire, { state: "paid", settledBy: key });
  }

  @OnNumipayEvent("deposit.rejected")
  decline(event: NumipayEvent<"deposit.rejected">, { idempotencyKey: key }: EventContext): void {
    const hire = findExpected(this.books, this.books.hires, event, key);
    if (hire !== undefined) Object.assign(hire, { state: "declined", settledBy: key });
  }

  @OnNumipayEvent("deposit.expired")
  expire(event: NumipayEvent<"deposit.expired">, { idempotencyKey: key }: EventContext): void {
    const hire = findExpected(this.books, this.books.hires, event, key);
    if (hire !== undefined) Object.assign(hire, { state: "expired", settledBy: key });
  }
}
