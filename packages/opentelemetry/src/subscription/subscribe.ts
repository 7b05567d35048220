import type { TracingChannel } from "node:diagnostics_channel";
import type { Contain } from "../contain.js";

/** Sees the operations of one channel. */
export interface OperationObserver<Message> {
  /** Called when an operation starts, in the context of its caller. */
  start?(message: Message): void;
  /** Called when it has ended. */
  end(message: Message, durationS: number): void;
}

/**
 * Reports the operations of a channel to observers. What one of them throws affects neither the operation nor the others.
 *
 * @returns a function that stops: operations that have started are reported to their end
 */
export function subscribe<Message extends object>(
  channel: TracingChannel<object>,
  observers: readonly OperationObserver<Message>[],
  contain: Contain,
): () => void {
  const startedMs = new WeakMap<object, number>();
  let open = 0;
  let isStopped = false;

  const begin = (message: Message): void => {
    open += 1;
    startedMs.set(message, performance.now());
    for (const observer of observers) contain(() => observer.start?.(message));
  };
  const finish = (message: Message): void => {
    const startMs = startedMs.get(message);
    // It started before the subscription.
    if (startMs === undefined) return;
    startedMs.delete(message);
    open -= 1;
    // A test of the application may replace the clock in between.
    const durationS = Math.max(0, performance.now() - startMs) / 1000;
    for (const observer of observers) contain(() => observer.end(message, durationS));
    unsubscribeIfDone();
  };
  const unsubscribeIfDone = (): void => {
    if (isStopped && open === 0) channel.asyncEnd.unsubscribe(finish as Listener);
  };

  channel.start.subscribe(begin as Listener);
  channel.asyncEnd.subscribe(finish as Listener);
  return () => {
    channel.start.unsubscribe(begin as Listener);
    isStopped = true;
    unsubscribeIfDone();
  };
}

type Listener = (message: unknown) => void;
