import type { TelemetryChannel } from "./channels.js";

/** A channel of `node:diagnostics_channel`. */
interface Channel {
  readonly hasSubscribers: boolean;
  publish(message: object): void;
  runStores(message: object, run: () => void): void;
}

/** The channels of one operation. */
export interface TracingChannel {
  readonly start: Channel;
  readonly end: Channel;
  readonly asyncStart: Channel;
  readonly asyncEnd: Channel;
  readonly error: Channel;
}

interface DiagnosticsChannel {
  tracingChannel(name: string): TracingChannel;
}

const channels = new Map<TelemetryChannel, TracingChannel | undefined>();

/** Returns a channel if something subscribes to it. Undefined on a platform without `node:diagnostics_channel`. */
export function findChannel(name: TelemetryChannel): TracingChannel | undefined {
  let channel = channels.get(name);
  if (channel === undefined) {
    // Also remembered if there is none. A channel stays the same when subscribers come and go.
    if (channels.has(name)) return undefined;
    channel = openChannel(name);
    channels.set(name, channel);
  }
  return channel !== undefined && isSubscribed(channel) ? channel : undefined;
}

/** Not `hasSubscribers` of the tracing channel, which older runtimes do not have. */
function isSubscribed({ start, end, asyncStart, asyncEnd, error }: TracingChannel): boolean {
  return (
    start.hasSubscribers ||
    end.hasSubscribers ||
    asyncStart.hasSubscribers ||
    asyncEnd.hasSubscribers ||
    error.hasSubscribers
  );
}

/** Not by an import, which browsers, bundlers and Workers without `nodejs_compat` could not resolve. */
function openChannel(name: TelemetryChannel): TracingChannel | undefined {
  try {
    const { process } = globalThis as {
      process?: { getBuiltinModule?: (id: string) => DiagnosticsChannel | undefined };
    };
    const module = process?.getBuiltinModule?.("node:diagnostics_channel");
    return typeof module?.tracingChannel === "function" ? module.tracingChannel(name) : undefined;
  } catch {
    // A replacement of `process` may have a function of this name that throws.
    return undefined;
  }
}
