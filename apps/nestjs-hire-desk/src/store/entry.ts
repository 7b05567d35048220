import { Check, Column, Entity, PrimaryColumn } from "typeorm";

/** A transfer between two accounts. The balances of all accounts always add up to zero. */
@Entity("ledger")
@Check("cents > 0")
export class Entry {
  /** The reason, such as a webhook's idempotency key. Each key is booked once. */
  @PrimaryColumn("text")
  key!: string;

  @Column("text")
  from!: string;

  @Column("text")
  to!: string;

  @Column("integer")
  cents!: number;

  @Column("text")
  currency!: string;

  @Column("text")
  trackingId!: string;
}
