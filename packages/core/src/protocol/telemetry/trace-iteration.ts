import type { TelemetryChannel } from "./channels.js";
import { isTraced, trace } from "./trace.js";
import type { TraceMessage } from "./trace-message.js";

/**
 * Publishes the run of a generator as one operation, from the first `next` until the generator ends, throws or is closed. What it
 * does between two items runs in the context of the operation; what its caller does with an item does not.
 */
export function traceIteration<Message extends TraceMessage, Item>(
  name: TelemetryChannel,
  toMessage: () => Message,
  iterate: (message: Message | undefined) => AsyncGenerator<Item, void, undefined>,
): AsyncGenerator<Item, void, undefined> {
  return isTraced(name) ? iterateTraced(name, toMessage, iterate) : iterate(undefined);
}

/** A generator continues in the context of its caller, so it runs in a function of its own, which hands over one item at a time. */
async function* iterateTraced<Message extends TraceMessage, Item>(
  name: TelemetryChannel,
  toMessage: () => Message,
  iterate: (message: Message | undefined) => AsyncGenerator<Item, void, undefined>,
): AsyncGenerator<Item, void, undefined> {
  let deliver: (item: { value: Item } | undefined) => void = () => undefined;
  let proceed: (isWanted: boolean) => void = () => undefined;
  const nextItem = (): Promise<{ value: Item } | undefined> =>
    new Promise((resolve) => {
      deliver = resolve;
    });

  let next = nextItem();
  const run = trace(name, toMessage, async (message) => {
    for await (const value of iterate(message)) {
      const isWanted = await new Promise<boolean>((resolve) => {
        proceed = resolve;
        deliver({ value });
      });
      if (!isWanted) return;
    }
  });
  const end = (): void => deliver(undefined);
  run.then(end, end);
  try {
    for (;;) {
      const item = await next;
      if (item === undefined) return;
      yield item.value;
      next = nextItem();
      proceed(true);
    }
  } finally {
    proceed(false);
    // Throws the error of the run.
    await run;
  }
}
