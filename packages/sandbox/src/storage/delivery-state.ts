/**
 * What a delivery is: not tried yet, tried in vain and due again, done, tried 15 times in vain, or (chaos alone)
 * dropped without a try.
 */
export type DeliveryState = "pending" | "retrying" | "delivered" | "given-up" | "dropped";
