import type { Mode } from "../gateway/transaction-record.js";

/** What a fault is about, before it is one text. */
export interface Subject {
  /** The account's place in the order in which the accounts were made, from 1. */
  readonly account: number;
  readonly mode: Mode;
  /** Which webhook of the transaction, or which operation. */
  readonly what: string;
  /** The merchant's own id; of a list, its range. */
  readonly which: string;
}

/**
 * Names the subject of a fault, such as `1/test/webhook-2/order-7`. Only what the merchant says of himself is in it, never
 * an id that the gateway draws in the order in which requests come: his other payments must not change the dice of this
 * one. The merchant's part comes last, so that its own slashes cannot make two subjects one.
 */
export function toSubject({ account, mode, what, which }: Subject): string {
  return `${account}/${mode}/${what}/${which}`;
}
