import type { TelemetryMessages } from "@numipay/core";

/** The name of a tracing channel. */
export type Channel = keyof TelemetryMessages;

/** What the messages of all channels have. */
export type TraceMessage = Pick<TelemetryMessages[Channel], "around" | "error">;

/** What is published of an error. */
export type TracedError = NonNullable<TraceMessage["error"]>;
