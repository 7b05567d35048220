import { type Inbox, numipayWebhook, type OutcomeObserver } from "@numipay/core";
import { Hono } from "hono";
import { forwardEvent } from "./forward-event.js";
import { relayPage } from "./pages/relay-page.js";
import { servePages } from "./pages/serve-pages.js";
import type { RelaySettings } from "./read-settings.js";

export interface RelayOptions extends RelaySettings {
  /** Defaults to an inbox in memory. */
  inbox?: Inbox<unknown> | undefined;
  onOutcome?: OutcomeObserver | undefined;
}

/** Creates the relay as a Hono app: one webhook address for the gateway, and the internal services behind it. */
export function createRelay({
  routes,
  relaySecret,
  timeoutMs,
  ...webhookOptions
}: RelayOptions): Hono {
  const webhook = numipayWebhook(webhookOptions);

  // Every matching handler runs, even if another one fails. If any fails, the gateway retries the delivery and all of them
  // run again with the same idempotencyKey, so services can skip what they have already processed.
  for (const { pattern, url } of routes) {
    webhook.on(pattern, (event, context) =>
      forwardEvent(event, context, { url, relaySecret, timeoutMs }),
    );
  }

  const app = new Hono();
  // All methods: the webhook rejects everything but POST itself.
  app.all("/webhooks/numipay", (c) => webhook.fetch(c.req.raw));
  app.get("/health", (c) => c.text("ok"));

  servePages(app, "Webhook relay");
  app.get("/", (c) => c.html(relayPage(routes.map(({ pattern }) => pattern))));
  return app;
}
