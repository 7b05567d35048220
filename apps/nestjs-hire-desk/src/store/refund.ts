import { Column, CreateDateColumn, Entity } from "typeorm";
import { Row } from "./row.js";

/** The refund of a deposit. */
@Entity("refunds")
export class Refund extends Row {
  @Column("text")
  hireId!: string;

  @Column("text")
  state:
    | ("sending" | "waiting" | "review" | "deciding" | "decided")
    | ("unknown" | "undecided" | "refused")
    | ("paid" | "rejected" | "expired" | "flagged") = "sending";

  /** The gateway's id, from the first webhook. */
  @Column("text", { nullable: true })
  transactionId: string | null = null;

  /** The gateway's page where the customer chooses where to receive the money. */
  @Column("text", { nullable: true })
  url: string | null = null;

  @CreateDateColumn()
  createdAt!: Date;
}
