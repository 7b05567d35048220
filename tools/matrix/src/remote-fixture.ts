import {
  type EventContext,
  type EventRegistry,
  memoryInbox,
  type Transaction,
} from "@numipay/core";
import { loadContract } from "@numipay/core/protocol";
import type { AdapterUnderTest } from "@numipay/testing";
import type { Call, PlainReport } from "./remote/protocol.js";

type ServeOptions = Parameters<AdapterUnderTest["serve"]>[0];
type Handler = (event: Transaction, context: EventContext) => unknown;

/** The suite's half of a fixture: the handlers, and the options with the inbox and the observer. */
export interface RemoteFixture {
  options: ServeOptions;
  handlers: { pattern: string; handler: unknown }[];
  registry: EventRegistry;
}

export function createFixture(options: ServeOptions): RemoteFixture {
  const handlers: RemoteFixture["handlers"] = [];
  const registry: EventRegistry = {
    inbox: options.inbox ?? memoryInbox(),
    contract: loadContract(options.contract),
    unreadable: { list: notAvailable, replay: notAvailable },
    on(pattern, handler) {
      handlers.push({ pattern, handler });
      return registry;
    },
    off(pattern, handler) {
      const index = handlers.findIndex(
        (entry) => entry.pattern === pattern && entry.handler === handler,
      );
      if (index !== -1) handlers.splice(index, 1);
      return registry;
    },
    once() {
      throw new Error("The suite does not use `once`.");
    },
    apply: notAvailable,
    ping: notAvailable,
  };
  return { options, handlers, registry };
}

async function notAvailable(): Promise<never> {
  throw new Error("Not available: the server under test runs in another process.");
}

/** Performs a call of the server under test. Rejects with the error of the suite's handler, inbox or observer. */
export async function performCall(
  fixture: RemoteFixture | undefined,
  call: Call,
): Promise<unknown> {
  if (fixture === undefined) throw new Error("The fixture is closed.");
  const { options, handlers } = fixture;
  switch (call.method) {
    case "claim":
      return options.inbox?.claim(call.change);
    case "complete":
      return options.inbox?.complete(call.change, call.lease);
    case "release":
      return options.inbox?.release(call.change, call.lease);
    case "confirm":
      return options.confirm?.(call.event);
    case "outcome":
      return options.onOutcome?.(toReport(call.report));
    case "event":
      for (const { pattern, handler } of handlers) {
        // The suite only uses these two kinds of pattern.
        if (pattern !== "*" && pattern !== call.context.type) continue;
        await (handler as Handler)(call.event, call.context);
      }
  }
  return undefined;
}

function toReport({ errors, ...report }: PlainReport) {
  const error = errors === undefined ? report.error : new AggregateError(errors);
  return { ...report, error };
}
