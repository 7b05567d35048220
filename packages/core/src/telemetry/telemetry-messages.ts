import type { AttemptMessage, CallMessage } from "../client/client-messages.js";
import type { OutboxMessage, RecoverMessage } from "../outbox/outbox-messages.js";
import type { ReconcileMessage } from "../reconcile/reconcile-message.js";
import type {
  ClaimMessage,
  CommitMessage,
  DeliveryMessage,
  HandlerMessage,
  VerifyMessage,
} from "../webhooks/delivery-messages.js";
import type { QueueAddMessage, QueueProcessMessage } from "../webhooks/queue-messages.js";

/**
 * The message of each tracing channel of `node:diagnostics_channel`. Its events are `start`, `end`, `asyncStart`, `asyncEnd` and
 * `error`, with the same object. What is known at the end is set before `error`, or before `asyncStart` if the operation succeeded. No
 * message has a secret, card data or the body of a request.
 *
 * @example
 * tracingChannel("numipay.client.call").asyncEnd.subscribe((message) => {
 *   const { operation, outcome } = message as TelemetryMessages["numipay.client.call"];
 * });
 */
export interface TelemetryMessages {
  "numipay.client.call": CallMessage;
  "numipay.client.attempt": AttemptMessage;
  "numipay.webhook.delivery": DeliveryMessage;
  "numipay.webhook.verify": VerifyMessage;
  "numipay.webhook.claim": ClaimMessage;
  "numipay.webhook.handler": HandlerMessage;
  "numipay.webhook.commit": CommitMessage;
  "numipay.reconcile.run": ReconcileMessage;
  "numipay.outbox.process": OutboxMessage;
  "numipay.recover.run": RecoverMessage;
  "numipay.queue.add": QueueAddMessage;
  "numipay.queue.process": QueueProcessMessage;
}
