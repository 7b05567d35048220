/**
 * The response to a request that opens a transaction with a `tracking_id` that the account already used in this mode. The
 * documentation does not describe it.
 *
 * - conflict: 409, and nothing is opened.
 * - rejected: 422, and nothing is opened.
 * - returns-first: the success response of the first transaction, whatever the second request contains.
 * - creates-second: a second transaction with the same `tracking_id`. Status and approval find the first one.
 */
export type UsedTrackingId = (typeof usedTrackingIds)[number];

/** The values of `UsedTrackingId`. The first is the default. */
export const usedTrackingIds = ["conflict", "rejected", "returns-first", "creates-second"] as const;
