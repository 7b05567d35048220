import type { Meter } from "@opentelemetry/api";

/** In seconds, as the semantic conventions give them for HTTP. The SDK's own are for milliseconds. */
const callBuckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
/** The client waits for a response, and a queue for a handler, longer than most servers. */
const longCallBuckets = [...callBuckets, 15, 30, 60];
const runBuckets = [0.5, 1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600];

export type Instruments = ReturnType<typeof createInstruments>;

/** Creates the instruments. docs/telemetry.md and the alert rules use the same names. */
export function createInstruments(meter: Meter) {
  const duration = (name: string, description: string, explicitBucketBoundaries: number[]) =>
    meter.createHistogram(name, { unit: "s", description, advice: { explicitBucketBoundaries } });
  return {
    callDuration: duration(
      "numipay.client.call.duration",
      "Duration of calls of the client, retries included.",
      longCallBuckets,
    ),
    attempts: meter.createCounter("numipay.client.attempts", {
      unit: "{request}",
      description: "HTTP requests that were sent to the gateway.",
    }),
    deliveryDuration: duration(
      "numipay.webhook.delivery.duration",
      "Duration of deliveries and of events from other sources.",
      longCallBuckets,
    ),
    handlerDuration: duration(
      "numipay.webhook.handler.duration",
      "Duration of handler calls.",
      longCallBuckets,
    ),
    reconcileDuration: duration(
      "numipay.reconcile.duration",
      "Duration of runs of reconcile.",
      runBuckets,
    ),
    reconcileLastComplete: meter.createGauge("numipay.reconcile.last_complete", {
      unit: "s",
      description: "When the last complete run of reconcile ended, in seconds since 1970.",
    }),
    reconcileFound: meter.createCounter("numipay.reconcile.found", {
      unit: "{transaction}",
      description: "Missed webhooks that reconcile has found.",
    }),
    reconcileSetAside: meter.createGauge("numipay.reconcile.set_aside", {
      unit: "{transaction}",
      description: "Transactions that reconcile has set aside, after the last run.",
    }),
    outboxProcessed: meter.createCounter("numipay.outbox.processed", {
      unit: "{call}",
      description: "Due calls of the outbox that were processed.",
    }),
    recoverDuration: duration(
      "numipay.recover.duration",
      "Duration of runs of recover.",
      runBuckets,
    ),
    recoverUndecided: meter.createGauge("numipay.recover.undecided", {
      unit: "{call}",
      description: "Calls whose outcome is unknown after the last run of recover.",
    }),
    recoverLastComplete: meter.createGauge("numipay.recover.last_complete", {
      unit: "s",
      description: "When the last complete run of recover ended, in seconds since 1970.",
    }),
    queueProcessDuration: duration(
      "numipay.queue.process.duration",
      "Duration of attempts to process an event of a queue.",
      longCallBuckets,
    ),
    deadLetters: meter.createCounter("numipay.queue.dead_letters", {
      unit: "{event}",
      description: "Events whose last attempt failed.",
    }),
  };
}
