import { Inject, Injectable } from "@nestjs/common";
import { TransactionHost } from "@numipay/sql";
import type { EntityManager } from "typeorm";
import { Entry } from "./entry.js";

/** The accounts of the ledger. The gateway has one for deposits and another one for refunds. */
export const accounts = {
  /** Card payments. */
  cards: "gateway:deposits",
  /** Payouts. */
  payouts: "gateway:refunds",
  /** A customer's deposits. */
  deposit: (customer: string) => `deposit:${customer}`,
  /** A customer's pending refunds. */
  held: (customer: string) => `held:${customer}`,
};

/** An append-only list of transfers. In a webhook handler, it writes in the handler's transaction. */
@Injectable()
export class Ledger {
  constructor(@Inject(TransactionHost) private readonly host: TransactionHost<EntityManager>) {}

  /**
   * Books a transfer.
   *
   * @param db another transaction, outside of a handler
   * @throws QueryFailedError when its key was booked before
   */
  async transfer(entry: Entry, db: EntityManager = this.host.tx): Promise<void> {
    await db.insert(Entry, entry);
  }

  /** Returns an account's balance in cents. */
  async balance(account: string, db: EntityManager = this.host.tx): Promise<number> {
    const sum = await db
      .createQueryBuilder(Entry, "entry")
      .select("sum(CASE WHEN entry.to = :account THEN entry.cents ELSE -entry.cents END)", "cents")
      .where(":account IN (entry.from, entry.to)", { account })
      .getRawOne<{ cents: string | null }>();
    return Number(sum?.cents ?? 0);
  }

  entries(): Promise<Entry[]> {
    return this.host.tx.find(Entry);
  }
}
