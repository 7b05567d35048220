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
   * - never: it was forged
   */
  expected: "once" | "at-most-once" | "never";
  /** Several deliveries ran at the same time. */
  isAtOnce?: boolean;
}
