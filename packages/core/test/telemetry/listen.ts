import { AsyncLocalStorage } from "node:async_hooks";
import { tracingChannel } from "node:diagnostics_channel";
import { onTestFinished } from "vitest";
import type { TelemetryMessages } from "../../src/telemetry/telemetry-messages.js";
import { type TelemetryChannel, telemetryChannels } from "../../src/protocol/telemetry/channels.js";

/** One event of a channel. */
export interface Heard {
  event: string;
  channel: TelemetryChannel;
  /** Copied when it was published. */
  message: Record<string, unknown>;
  /** The object itself, which is the same for all events of an operation. */
  source: object;
}

const eventNames = ["start", "end", "asyncStart", "asyncEnd", "error"] as const;

/** Subscribes to all events of channels until `stop` is called, or the test ends. Defaults to all channels. */
export function listen(...names: TelemetryChannel[]) {
  const heard: Heard[] = [];
  const stops = (names.length === 0 ? telemetryChannels : names).flatMap((channel) =>
    eventNames.map((event) => {
      const subscriber = (source: unknown): void => {
        const message = { ...(source as Record<string, unknown>) };
        heard.push({ event, channel, message, source: source as object });
      };
      tracingChannel(channel)[event].subscribe(subscriber);
      return () => {
        tracingChannel(channel)[event].unsubscribe(subscriber);
      };
    }),
  );
  const stop = (): void => {
    for (const each of stops.splice(0)) each();
  };
  onTestFinished(stop);
  return {
    heard,
    stop,
    /** The events as `client.call start`. */
    lines: (): string[] =>
      heard.map(({ channel, event }) => `${channel.replace("numipay.", "")} ${event}`),
    /** The last message of each operation of a channel. */
    ended: <Name extends TelemetryChannel>(name: Name): TelemetryMessages[Name][] =>
      heard
        .filter(({ channel, event }) => channel === name && event === "asyncEnd")
        .map(({ message }) => message as unknown as TelemetryMessages[Name]),
  };
}

interface Operation {
  name: string;
  parent: Operation | undefined;
}

/** Records which operation runs in which other one, as `webhook.delivery > webhook.claim`, until the test ends. */
export function recordTree(): string[] {
  const storage = new AsyncLocalStorage<Operation>();
  const paths: string[] = [];
  const toPath = ({ name, parent }: Operation): string =>
    parent === undefined ? name : `${toPath(parent)} > ${name}`;
  for (const channel of telemetryChannels) {
    const { start } = tracingChannel<unknown, object>(channel);
    start.bindStore(storage, () => {
      const name = channel.replace("numipay.", "");
      const operation = { name, parent: storage.getStore() };
      paths.push(toPath(operation));
      return operation;
    });
    onTestFinished(() => {
      start.unbindStore(storage);
    });
  }
  return paths;
}
