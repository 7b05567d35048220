import type { Order } from "./orders.js";

/** What the merchant's books must hold of an order, by what was sent and answered. */
export interface Booking {
  order: Order;
  /** What was played, such as "a late pending". */
  scene: string;
  checkId: string;
  /**
   * - once: it was acknowledged, so it is the merchant's to book
   * - at-most-once: it may rightly have been left to a person
   * - unpaid: rejected, expired, or of a kind that is not known
   * - forged: nobody at the gateway ever said so
   */
  expected: "once" | "at-most-once" | "unpaid" | "forged";
  /** Several deliveries ran at the same time. */
  isAtOnce?: boolean;
}
