import { Column, Entity, PrimaryColumn } from "typeorm";

/** A problem for the office to review. */
@Entity("flags")
export class Flag {
  /** The webhook's idempotency key. */
  @PrimaryColumn("text")
  key!: string;

  @Column("text")
  trackingId!: string;

  @Column("text")
  reason!: string;
}
