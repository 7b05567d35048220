/**
 * The state of a delivery: not attempted, failed and due again, delivered, out of attempts, or (only with chaos) dropped
 * without an attempt.
 */
export type DeliveryState = "pending" | "retrying" | "delivered" | "given-up" | "dropped";
