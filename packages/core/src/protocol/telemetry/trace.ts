import type { TelemetryChannel } from "./channels.js";
import { findChannel } from "./find-channel.js";
import { publishRun } from "./publish-run.js";
import type { TraceMessage } from "./trace-message.js";

/** True if something subscribes to the channel. On a hot path, asking first saves the closures of `trace`. */
export function isTraced(name: TelemetryChannel): boolean {
  return findChannel(name) !== undefined;
}

/**
 * Runs an operation and publishes its events, if something subscribes to the channel. Returns what `work` returns, or a promise of
 * the same result: what is synchronous stays so. Subscribers cannot change the result.
 *
 * @param toMessage creates the message. Called only if there is a subscriber. The message must not have a secret or personal data
 * @param work gets the message to set what is only known at its end; undefined without a subscriber
 */
export function trace<Message extends TraceMessage, Result>(
  name: TelemetryChannel,
  toMessage: () => Message,
  work: (message: Message | undefined) => Result,
): Result {
  const channel = findChannel(name);
  const message = channel === undefined ? undefined : createMessage(toMessage);
  if (channel === undefined || message === undefined) return work(undefined);
  return publishRun(channel, message, () => work(message));
}

/** The operation runs without telemetry rather than not at all. */
function createMessage<Message>(toMessage: () => Message): Message | undefined {
  try {
    return toMessage();
  } catch {
    return undefined;
  }
}
