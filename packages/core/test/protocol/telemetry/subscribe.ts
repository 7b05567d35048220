import { tracingChannel } from "node:diagnostics_channel";
import type { TelemetryChannel } from "../../../src/protocol/telemetry/channels.js";

/** One event of a channel. */
export interface Heard {
  event: string;
  channel: TelemetryChannel;
  /** Copied when it was published. */
  message: Record<string, unknown>;
  /** The object itself, which is the same for all events of an operation. */
  source: object;
}

export const eventNames = ["start", "end", "asyncStart", "asyncEnd", "error"] as const;

/** Subscribes to all events of channels. */
export function subscribe(...names: TelemetryChannel[]): { heard: Heard[]; stop: () => void } {
  const heard: Heard[] = [];
  const stops = names.flatMap((channel) =>
    eventNames.map((event) => {
      const listen = (source: unknown): void => {
        heard.push({
          event,
          channel,
          message: { ...(source as object) },
          source: source as object,
        });
      };
      tracingChannel(channel)[event].subscribe(listen);
      return () => tracingChannel(channel)[event].unsubscribe(listen);
    }),
  );
  return { heard, stop: () => stops.forEach((stop) => stop()) };
}
