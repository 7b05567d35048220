/** The names of the tracing channels of `node:diagnostics_channel`. They are the same for all copies of the package in a process. */
export const telemetryChannels = [
  "numipay.client.call",
  "numipay.client.attempt",
  "numipay.webhook.delivery",
  "numipay.webhook.verify",
  "numipay.webhook.claim",
  "numipay.webhook.handler",
  "numipay.webhook.commit",
  "numipay.reconcile.run",
  "numipay.outbox.process",
  "numipay.recover.run",
  "numipay.queue.add",
  "numipay.queue.process",
] as const;

/** The name of a tracing channel. */
export type TelemetryChannel = (typeof telemetryChannels)[number];
