import type { TransactionStatus, TransactionType } from "@numipay/core/protocol";

/** A documented status, or one that the contract override adds. Only `setStatus` and `addTransaction` set the latter. */
export type Status = TransactionStatus;

/** A documented type, or one that the contract override adds. */
export type Type = TransactionType;

/** Which kind of key opened the transaction: a DEV key makes it a test. */
export type Mode = "test" | "live";

/** Whose a transaction is, and in which of the two worlds: a key sees the transactions of its own owner alone. */
export interface Owner {
  readonly accountId: string;
  readonly mode: Mode;
}

/** The operation that opened the transaction; `gateway`: none, such as a chargeback. */
export type Flow = "hosted" | "direct" | "server-to-server" | "payout" | "gateway";

/**
 * How far a transaction got, finer than its status: three stages below are all `pending` to a merchant.
 *
 * - open: the customer has not decided anything yet
 * - challenge: a card was given, its bank asks for a 3DS password
 * - review: the customer confirmed a payout, the merchant must approve or reject it
 * - settling: the provider has it; a payout was approved, a deposit was submitted, and the money is on its way
 * - closed: successful, rejected or expired, for good (chaos alone makes a rejected deposit successful later)
 */
export type Stage = "open" | "challenge" | "review" | "settling" | "closed";

/** All that the gateway knows about one transaction. Times are milliseconds since 1970 on the virtual clock. */
export interface TransactionRecord extends Owner {
  readonly transactionId: string;
  /** Names the customer's pages, so that their addresses do not carry the gateway's id. */
  readonly pageToken: string;
  readonly trackingId: string;
  /** Empty if the request names no customer, which only a contract override allows. */
  readonly userId: string;
  readonly currency: string;
  /** Exactly as the merchant sent it. */
  readonly amount: string;
  readonly type: Type;
  readonly flow: Flow;
  /** ISO 3166-1, two letters; null where the merchant did not say. */
  readonly country: string | null;
  readonly status: Status;
  readonly stage: Stage;
  readonly providerId: string | null;
  /** All of a card that is ever kept. */
  readonly cardLast4: string | null;
  readonly rejectedReason: string | null;
  readonly returnUrl: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}
