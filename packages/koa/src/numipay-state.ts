import type { WebhookResponse } from "@numipay/core";

/** What the webhook and the verifier leave in `ctx.state`, for a logger around them. */
export interface NumipayState {
  /** The answer of the delivery; undefined for every other request, and for what the verifier let through. */
  numipay?: WebhookResponse;
}
