import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import type { DeliveryBody } from "./delivery.js";
import { defaultMaxBodyBytes } from "./options.js";
import { type ChunkCollector, collectChunks } from "./read-body.js";

// A body parser mounted before the webhook takes the bytes and leaves a value that may not spell the same text: escapes,
// a byte order mark and broken UTF-8 are gone. So the bytes of deliveries, which alone bear `x-signature`, are kept aside
// as they pass from the socket into the request. Where there is no such channel (another runtime, a request made by hand)
// nothing is kept, and the canonical form of the parsed value must do.

/** Set once in a process however often the package is loaded; bodies are kept on the request, for each copy to find. */
const subscribed = Symbol.for("numipay.keepBodies");
const kept = Symbol.for("numipay.keptBody");

interface Keeper {
  maxBytes: number;
}

type KeepingRequest = IncomingMessage & {
  [kept]?: { collector: ChunkCollector; isWhole: boolean };
};

/** From now on keeps the bodies of deliveries, up to `maxBytes` each. Called when a webhook is made, before the server listens. */
export function keepBodies(maxBytes = defaultMaxBodyBytes): void {
  const shared = globalThis as { [subscribed]?: Keeper };
  const keeper = shared[subscribed];
  if (keeper !== undefined) {
    keeper.maxBytes = Math.max(keeper.maxBytes, maxBytes);
    return;
  }
  const created: Keeper = { maxBytes };
  shared[subscribed] = created;
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: KeepingRequest };
    if (request.method === "POST" && request.headers["x-signature"] !== undefined) {
      keepBody(request, created.maxBytes);
    }
  });
}

/** The whole body of a request as it was sent, where it was kept. */
export function keptBody(request: KeepingRequest): DeliveryBody | undefined {
  const keeping = request[kept];
  return keeping?.isWhole ? keeping.collector.toBody() : undefined;
}

function keepBody(request: KeepingRequest, maxBytes: number): void {
  const keeping = { collector: collectChunks(maxBytes), isWhole: false };
  // Not enumerable: a logger that prints the request does not print the body.
  Object.defineProperty(request, kept, { value: keeping });
  const push = request.push.bind(request);
  request.push = function pushAndKeep(chunk: unknown, encoding?: BufferEncoding): boolean {
    if (chunk === null) keeping.isWhole = true;
    else if (chunk instanceof Uint8Array) keeping.collector.add(chunk);
    return push(chunk, encoding);
  };
}
