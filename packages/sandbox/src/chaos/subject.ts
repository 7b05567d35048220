import type { Mode } from "../gateway/transaction-record.js";

/** The parts of a fault's subject. */
export interface Subject {
  /** The account's position in creation order, from 1. */
  readonly account: number;
  readonly mode: Mode;
  /** The webhook of the transaction, or the operation. */
  readonly what: string;
  /** The merchant's own id. For the list, its date range. */
  readonly which: string;
}

/**
 * Builds the subject of a fault, such as `1/test/webhook-2/order-7`. It contains no id that the gateway generates in request
 * order, because a merchant's other payments must not change this one's faults. The merchant's id comes last, so that its
 * slashes cannot make two subjects equal.
 */
export function toSubject({ account, mode, what, which }: Subject): string {
  return `${account}/${mode}/${what}/${which}`;
}
