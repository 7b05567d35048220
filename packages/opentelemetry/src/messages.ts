import type { TelemetryMessages } from "@numipay/core";
import type { TraceMessage } from "@numipay/core/protocol";

/** The name of a tracing channel. */
export type Channel = keyof TelemetryMessages;

/** What is published of an error. */
export type TracedError = NonNullable<TraceMessage["error"]>;
