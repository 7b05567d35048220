import type { LastKnownStatus } from "@numipay/core";
import { Column, PrimaryColumn } from "typeorm";

/** The columns that hires and refunds share. */
export abstract class Row {
  /** Our tracking_id. Random, because it grants access to the row. */
  @PrimaryColumn("text")
  id!: string;

  /** Our user_id. */
  @Column("text")
  customer!: string;

  @Column("integer")
  cents!: number;

  @Column("text")
  currency!: string;

  /** The idempotency key of the webhook with the final status. */
  @Column("text", { nullable: true })
  closedBy: string | null = null;

  /** The gateway's status after a lost response. */
  @Column("text", { nullable: true })
  lastKnownState: LastKnownStatus["state"] | null = null;
}
