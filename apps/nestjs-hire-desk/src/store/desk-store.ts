import { randomUUID } from "node:crypto";
import { Injectable } from "@nestjs/common";
import type { LastKnownStatus } from "@numipay/core";
import type { Tool } from "../hires/tools.js";

/** The fields that hires and refunds share. */
export interface Row {
  /** Our tracking_id. Random, because it grants access to the row. */
  readonly id: string;
  /** Our user_id. */
  readonly customer: string;
  readonly cents: number;
  readonly currency: string;
  /** The idempotency key of the webhook with the final status. */
  closedBy?: string | undefined;
  /** The gateway's status after a lost response. */
  lastKnownState?: LastKnownStatus["state"] | undefined;
}

/** A hired tool and its deposit. Contains no card data. */
export interface Hire extends Row {
  readonly tool: string;
  state:
    | ("sending" | "challenge" | "confirming" | "unknown" | "refused")
    | ("paid" | "declined" | "expired" | "flagged");
  /** The bank's 3DS page. */
  challengeUrl?: string | undefined;
}

/** The refund of a deposit. */
export interface Refund extends Row {
  readonly hireId: string;
  state:
    | ("sending" | "waiting" | "review" | "deciding" | "decided")
    | ("unknown" | "undecided" | "refused")
    | ("paid" | "rejected" | "expired" | "flagged");
  /** The gateway's id, from the first webhook. */
  transactionId?: string | undefined;
  /** The gateway's page where the customer chooses where to receive the money. */
  url?: string | undefined;
}

/** A problem for the office to review. */
export interface Flag {
  /** The webhook's idempotency key, so that duplicates are flagged once. */
  readonly key: string;
  readonly trackingId: string;
  readonly reason: string;
}

/** Stores hires, refunds and flags in memory; see the README. */
@Injectable()
export class DeskStore {
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
