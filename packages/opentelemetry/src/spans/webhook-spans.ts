import type { TelemetryMessages } from "@numipay/core";
import { SpanKind } from "@opentelemetry/api";
import type { SpanDefinition } from "./span-definition.js";

/**
 * The outcomes that someone must look at. A rejected delivery is the sender's error, as a 4xx is for a span of an HTTP server; a
 * repeated one is none.
 */
const failures = new Set([
  "conflict",
  "handler-failed",
  "inbox-unavailable",
  "unconfirmed",
  "unreadable",
]);

/** Returns the outcome if it is a failure. */
export function toFailure(outcome: string | undefined): string | undefined {
  return outcome !== undefined && failures.has(outcome) ? outcome : undefined;
}

/** A delivery, or an event from another source. */
export const deliverySpan: SpanDefinition<TelemetryMessages["numipay.webhook.delivery"]> = {
  kind: SpanKind.INTERNAL,
  name: () => "numipay webhook.delivery",
  start: ({ source }) => ({ "numipay.source": source }),
  end: ({ report }) => ({
    "numipay.outcome": report?.outcome,
    "numipay.account": report?.account,
    "numipay.event_type": report?.eventType,
    "numipay.transaction_id": report?.transaction_id,
    "numipay.tracking_id": report?.tracking_id,
    "numipay.handlers": report?.handlers,
    "numipay.signed_form": report?.matched,
    "numipay.password_index": report?.passwordIndex,
    "numipay.tx_used": report?.txUsed,
    "numipay.contradicts": report?.contradicts,
    "numipay.gateway_status": report?.gatewayStatus,
  }),
  failure: ({ report }) => toFailure(report?.outcome),
};

/** The verification of a delivery. */
export const verifySpan: SpanDefinition<TelemetryMessages["numipay.webhook.verify"]> = {
  kind: SpanKind.INTERNAL,
  name: () => "numipay webhook.verify",
  start: () => ({}),
  end: ({ outcome, matched }) => ({ "numipay.outcome": outcome, "numipay.signed_form": matched }),
  failure: ({ outcome }) => toFailure(outcome),
};

/** The claim of a change in the inbox. */
export const claimSpan: SpanDefinition<TelemetryMessages["numipay.webhook.claim"]> = {
  kind: SpanKind.INTERNAL,
  name: () => "numipay webhook.claim",
  start: toChange,
  end: ({ state }) => ({ "numipay.claim_state": state }),
  failure: ({ state }) => (state === "conflict" ? state : undefined),
};

/** One call of a handler. */
export const handlerSpan: SpanDefinition<TelemetryMessages["numipay.webhook.handler"]> = {
  kind: SpanKind.INTERNAL,
  name: () => "numipay webhook.handler",
  start: (message) => ({
    ...toChange(message),
    "numipay.handler": message.handler,
    "numipay.transaction_id": message.transaction_id,
    "numipay.tracking_id": message.tracking_id,
  }),
};

/** The completion of a change, which commits the transaction. */
export const commitSpan: SpanDefinition<TelemetryMessages["numipay.webhook.commit"]> = {
  kind: SpanKind.INTERNAL,
  name: () => "numipay webhook.commit",
  start: toChange,
  end: ({ isRecorded }) => ({ "numipay.recorded": isRecorded }),
  failure: ({ isRecorded }) => (isRecorded === false ? "lease_lost" : undefined),
};

function toChange({ account, eventType }: { account: string; eventType: string }) {
  return { "numipay.account": account, "numipay.event_type": eventType };
}
