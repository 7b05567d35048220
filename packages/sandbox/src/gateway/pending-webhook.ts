/**
 * When a transaction becomes `pending`, which triggers a webhook. Assumed: the documentation only says that each status
 * change has a webhook.
 *
 * - on-submit: when the customer submits, or confirms a payout. Before that, nothing is pending at a provider. The status
 *   is `pending` from the start, because no documented status means "opened". A merchant needs the webhook at this point to
 *   approve a payout.
 * - on-open: when the request opens it.
 * - never: `pending` is the initial status and not a change.
 */
export type PendingWebhook = (typeof pendingWebhooks)[number];

/** The values of `PendingWebhook`. The first is the default. */
export const pendingWebhooks = ["on-submit", "on-open", "never"] as const;
