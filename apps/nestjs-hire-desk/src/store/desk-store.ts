import { randomUUID } from "node:crypto";
import { Injectable } from "@nestjs/common";
import type { LastKnownStatus } from "@numipay/core";
import type { Tool } from "../hires/tools.js";

/** What hires and refunds have in common: an amount that we asked the gateway for. */
export interface Row {
  /** Our tracking_id. Drawn at random: whoever knows it may see the row. */
  readonly id: string;
  /** Our user_id. */
  readonly customer: string;
  readonly cents: number;
  readonly currency: string;
  /** The key of the webhook that ended it. */
  settledBy?: string | undefined;
  /** What the gateway knew when an answer was lost. */
  finding?: LastKnownStatus["state"] | undefined;
}

/** A tool that is out, or wanted. It knows nothing of the card. */
export interface Hire extends Row {
  readonly tool: string;
  state:
    | ("sending" | "challenge" | "confirming" | "unknown" | "refused")
    | ("paid" | "declined" | "expired" | "flagged");
  /** Where the bank asks the customer for the password. */
  challengeUrl?: string | undefined;
}

/** A deposit on its way back. */
export interface Refund extends Row {
  readonly hireId: string;
  state:
    | ("sending" | "waiting" | "review" | "deciding" | "decided")
    | ("unknown" | "undecided" | "refused")
    | ("paid" | "rejected" | "expired" | "flagged");
  /** The gateway's id. Its first webhook brings it. */
  transactionId?: string | undefined;
  /** The gateway's page where the customer says where the money goes. */
  url?: string | undefined;
}

/** Something for a person to look into. */
export interface Flag {
  /** Of the webhook: however often it comes, it is flagged once. */
  readonly key: string;
  readonly trackingId: string;
  readonly why: string;
}

/** Hires, refunds and flags. In memory: see the README. */
@Injectable()
export class Books {
  readonly hires = new Map<string, Hire>();
  readonly refunds = new Map<string, Refund>();
  readonly flags: Flag[] = [];

  addHire({ name, cents, currency }: Tool): Hire {
    const hire: Hire = {
      id: `hire-${randomUUID()}`,
      customer: `customer-${randomUUID()}`,
      tool: name,
      cents,
      currency,
      state: "sending",
    };
    this.hires.set(hire.id, hire);
    return hire;
  }

  addRefund({ id, customer, cents, currency }: Hire): Refund {
    const refund: Refund = {
      id: `refund-${randomUUID()}`,
      hireId: id,
      customer,
      cents,
      currency,
      state: "sending",
    };
    this.refunds.set(refund.id, refund);
    return refund;
  }
}
