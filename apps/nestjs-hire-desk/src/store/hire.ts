import { Column, Entity } from "typeorm";
import { Row } from "./row.js";

/** A hired tool and its deposit. Contains no card data. */
@Entity("hires")
export class Hire extends Row {
  @Column("text")
  tool!: string;

  @Column("text")
  state:
    | ("sending" | "challenge" | "confirming" | "unknown" | "refused")
    | ("paid" | "declined" | "expired" | "flagged") = "sending";

  /** The bank's 3DS page. */
  @Column("text", { nullable: true })
  challengeUrl: string | null = null;
}
