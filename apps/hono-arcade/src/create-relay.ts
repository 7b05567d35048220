// @ts-check
import type { RelaySettings } from "./read-settings.js";
import type { Inbox, OutcomeObserver } from "@numipay/core";
import { numipayWebhook } from "@numipay/core";
import { Hono } from "hono";
import { forwardEvent } from "./forward-event.js";

/**
 * The relay as a Hono app: one address for the gateway, and behind it every service that wants to know.
 *
 * @param options in memory where no inbox is given
 */
export function createRelay({
  routes,
  relaySecret,
  timeoutMs,
  ...webhookOptions
}: RelaySettings & { inbox?: Inbox; onOutcome?: OutcomeObserver }) {
  const webhook = numipayWebhook(webhookOptions);

  // One handler a route. Each one of an event is called, whatever the others do, and all are awaited: the gateway gets its
  // 2xx once every service has given one. If any fails, the gateway sends the event again and all of them are told again,
  // under the same idempotencyKey, which is how a service knows what it has.
  for (const { pattern, url } of routes) {
    webhook.on(pattern, (event, context) =>
      forwardEvent(event, context, { url, relaySecret, timeoutMs }),
    );
  }

  const app = new Hono();
  // Every method: the webhook knows how to refuse a GET.
  app.all("/webhooks/numipay", (c) => webhook.fetch(c.req.raw));
  app.get("/health", (c) => c.text("ok"));
  return app;
}
