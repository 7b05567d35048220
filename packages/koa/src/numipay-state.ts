import type { WebhookResponse } from "@numipay/core";

/** What the webhook and the verifier store in `ctx.state`, for logging middleware. */
export interface NumipayState {
  /** The response to a delivery. Undefined for other requests, and for deliveries that the verifier accepted. */
  numipay?: WebhookResponse;
}
