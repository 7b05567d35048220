import { notify } from "../notify.js";
import type { TracingChannel } from "./find-channel.js";
import { createSingleCall, type SingleCall } from "./single-call.js";
import type { TraceMessage, Writable } from "./trace-message.js";
import { toTracedError } from "./traced-error.js";

/**
 * Runs an operation and publishes its events in the order of `TracingChannel.tracePromise`, with two differences: its result is not
 * published, and `asyncEnd` is the last event also if it returns no promise. Returns its result, or a promise of it that settles after
 * `asyncEnd`.
 *
 * @param message copied at the beginning and at the end, so that a subscriber that freezes or changes its copy affects nothing
 */
export function publishRun<Result>(
  channel: TracingChannel,
  message: TraceMessage,
  work: () => Result,
): Result {
  const published: Writable<TraceMessage> = { ...message };
  const publish = (event: "end" | "error" | "asyncStart" | "asyncEnd"): void =>
    notify(subscriber, send, channel[event], published);
  const conclude = (failure?: { error: unknown }): void => {
    notify(subscriber, fill, published, message, failure);
    if (failure !== undefined) publish("error");
  };
  const publishLast = (): void => {
    publish("asyncStart");
    publish("asyncEnd");
  };

  const call = createSingleCall((): Result => {
    let isPending = false;
    try {
      const returned = work();
      isPending = isThenable(returned);
      if (!isPending) conclude();
      return isPending ? (observe(returned, conclude, publishLast) as Result) : returned;
    } catch (error) {
      conclude({ error });
      throw error;
    } finally {
      publish("end");
      if (!isPending) publishLast();
    }
  });
  const start = (): void => notify("around", enclose, published, call);
  // Node reports the error of a subscriber itself, other runtimes may throw it.
  notify(subscriber, enterStores, channel, published, start);
  return call.run();
}

const subscriber = "a subscriber of a tracing channel";

const enterStores = ({ start }: TracingChannel, message: TraceMessage, run: () => void): void =>
  start.runStores(message, run);

const send = (channel: TracingChannel["end"], message: TraceMessage): void =>
  channel.publish(message);

const fill = (
  published: Writable<TraceMessage>,
  message: TraceMessage,
  failure?: { error: unknown },
): void => {
  const { around: _, ...known } = message;
  Object.assign(published, known);
  if (failure !== undefined) published.error = toTracedError(failure.error);
};

/** Waits for a promise of any kind. Its `then` is called once: some run a query with each call. */
async function observe(
  returned: unknown,
  conclude: (failure?: { error: unknown }) => void,
  publishLast: () => void,
): Promise<unknown> {
  try {
    const value = await returned;
    conclude();
    return value;
  } catch (error) {
    conclude({ error });
    throw error;
  } finally {
    publishLast();
  }
}

/** Runs the operation in the context of a subscriber. Throws the error of `around`, but not that of the operation. */
function enclose<Result>({ around }: TraceMessage, call: SingleCall<Result>): unknown {
  let returned: unknown;
  try {
    returned = around === undefined ? call.run() : around(call.run);
  } catch (error) {
    if (call.hasThrown(error)) return undefined;
    throw error;
  }
  // The caller handles the operation's own promise. Another one may reject, too.
  return call.hasReturned(returned) ? undefined : returned;
}

function isThenable(value: unknown): boolean {
  return (
    ((typeof value === "object" && value !== null) || typeof value === "function") &&
    typeof (value as { then?: unknown }).then === "function"
  );
}
