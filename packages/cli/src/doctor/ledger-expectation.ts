import type { Order } from "./orders.js";

/** What the merchant's ledger must contain for an order, given the deliveries and their responses. */
export interface LedgerExpectation {
  order: Order;
  /** What was sent, such as "a deposit with a late pending". */
  scenario: string;
  checkId: string;
  /**
   * - once: it was acknowledged, so it must be credited
   * - at-most-once: it may be credited, or flagged for review
   * - unpaid: rejected, expired, or of an unknown status or type
   * - forged: the gateway never sent it
   */
  expected: "once" | "at-most-once" | "unpaid" | "forged";
  /** Several deliveries were sent concurrently. */
  isConcurrent?: boolean;
}
