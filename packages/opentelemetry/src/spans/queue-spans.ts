import type { TelemetryMessages } from "@numipay/core";
import { SpanKind } from "@opentelemetry/api";
import type { SpanDefinition } from "./span-definition.js";
import { toFailure } from "./webhook-spans.js";

/** An event that is added to a queue, by the semantic conventions of messaging. Its context is stored with the job. */
export const queueAddSpan: SpanDefinition<TelemetryMessages["numipay.queue.add"]> = {
  kind: SpanKind.PRODUCER,
  name: ({ queue }) => `send ${queue}`,
  start: (message) => ({
    "messaging.system": "bullmq",
    "messaging.destination.name": message.queue,
    "messaging.operation.name": "add",
    "messaging.operation.type": "send",
    "numipay.account": message.account,
    "numipay.event_type": message.eventType,
    "numipay.transaction_id": message.transaction_id,
    "numipay.tracking_id": message.tracking_id,
  }),
  injected: ({ carrier }) => carrier,
};

/**
 * An attempt to process an event. It is linked to the span that added the event, and is no child of it: a job may be tried for hours
 * and replayed days later, when the trace of the delivery has long been sampled and stored. The conventions ask for the link and leave
 * the parent open.
 */
export const queueProcessSpan: SpanDefinition<TelemetryMessages["numipay.queue.process"]> = {
  kind: SpanKind.CONSUMER,
  name: ({ queue }) => `process ${queue}`,
  start: (message) => ({
    "messaging.system": "bullmq",
    "messaging.destination.name": message.queue,
    "messaging.operation.name": "process",
    "messaging.operation.type": "process",
    "messaging.message.id": message.jobId,
    "numipay.attempt": message.attempt,
    "numipay.account": message.account,
    "numipay.event_type": message.eventType,
    "numipay.transaction_id": message.transaction_id,
  }),
  end: ({ outcome, isDeadLetter }) => ({
    "numipay.outcome": outcome,
    "numipay.dead_letter": isDeadLetter,
  }),
  failure: ({ outcome }) => toFailure(outcome),
  linked: ({ carrier }) => carrier,
};
