import type { TransactionStatus, TransactionType } from "@numipay/core/protocol";

/** A documented status, or one that the contract override adds. Only `setStatus` and `addTransaction` use added ones. */
export type Status = TransactionStatus;

/** A documented type, or one that the contract override adds. */
export type Type = TransactionType;

/** The kind of key that opened the transaction. A DEV key opens a test. */
export type Mode = "test" | "live";

/** The account and mode of a transaction. A key sees only the transactions of its own owner. */
export interface Owner {
  readonly accountId: string;
  readonly mode: Mode;
}

/** The operation that opened the transaction. `gateway` means none, as for a chargeback. */
export type Flow = "hosted" | "direct" | "server-to-server" | "payout" | "gateway";

/**
 * The progress of a transaction, finer than its status: the merchant sees `pending` for four of them.
 *
 * - open: the customer has not decided yet
 * - challenge: the card's bank asks for a 3DS password
 * - review: the customer confirmed a payout, the merchant must approve or reject it
 * - settling: waiting for the provider, after a deposit was submitted or a payout approved
 * - closed: successful, rejected or expired. Final, except that chaos can make a rejected deposit successful later
 */
export type Stage = "open" | "challenge" | "review" | "settling" | "closed";

/** Everything the gateway stores about a transaction. Times are milliseconds since 1970 on the virtual clock. */
export interface TransactionRecord extends Owner {
  readonly transactionId: string;
  /** Identifies the customer's pages, so that URLs do not contain the gateway's id. */
  readonly pageToken: string;
  readonly trackingId: string;
  /** Empty if the request has no user_id, which only a contract override allows. */
  readonly userId: string;
  readonly currency: string;
  /** Exactly as the merchant sent it. */
  readonly amount: string;
  readonly type: Type;
  readonly flow: Flow;
  /** ISO 3166-1, two letters, or null. */
  readonly country: string | null;
  readonly status: Status;
  readonly stage: Stage;
  readonly providerId: string | null;
  /** The only part of a card that is stored. */
  readonly cardLast4: string | null;
  readonly rejectedReason: string | null;
  readonly returnUrl: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}
