/**
 * When a transaction becomes `pending`, so that a webhook is due. The documentation says only that each change of status
 * has one, so this is assumed.
 *
 * - on-submit: when the customer submits, or confirms a payout. Before that nothing is pending at a provider, and the
 *   status call says `pending` because no documented status means "opened". A merchant who has to approve a payout needs
 *   the webhook then, and not earlier.
 * - on-open: when the request opens it.
 * - never: it is `pending` from the start, and that is no change.
 */
export type PendingWebhook = (typeof pendingWebhooks)[number];

/** The values of `PendingWebhook`, the default first. */
export const pendingWebhooks = ["on-submit", "on-open", "never"] as const;
