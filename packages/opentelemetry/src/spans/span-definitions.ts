import type { TelemetryMessages } from "@numipay/core";
import type { Channel } from "../messages.js";
import { attemptSpan, callSpan } from "./client-spans.js";
import { queueAddSpan, queueProcessSpan } from "./queue-spans.js";
import { outboxSpan, reconcileSpan, recoverSpan } from "./run-spans.js";
import type { SpanDefinition } from "./span-definition.js";
import { claimSpan, commitSpan, deliverySpan, handlerSpan, verifySpan } from "./webhook-spans.js";

/** The span of each channel. A channel without a row does not compile. */
export const spanDefinitions: {
  readonly [Name in Channel]: SpanDefinition<TelemetryMessages[Name]>;
} = {
  "numipay.client.call": callSpan,
  "numipay.client.attempt": attemptSpan,
  "numipay.webhook.delivery": deliverySpan,
  "numipay.webhook.verify": verifySpan,
  "numipay.webhook.claim": claimSpan,
  "numipay.webhook.handler": handlerSpan,
  "numipay.webhook.commit": commitSpan,
  "numipay.reconcile.run": reconcileSpan,
  "numipay.outbox.process": outboxSpan,
  "numipay.recover.run": recoverSpan,
  "numipay.queue.add": queueAddSpan,
  "numipay.queue.process": queueProcessSpan,
};
