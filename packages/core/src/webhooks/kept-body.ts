import type { IncomingMessage, ServerResponse } from "node:http";
import { addBytes, collectBytes, toBody } from "./collected-bytes.js";
import { cutBody, type DeliveryBody } from "./delivery.js";
import { countBody, type CountedBody, type KeptBodies, uncountBody } from "./kept-bodies-limit.js";

/** The bytes of a request as the socket brought them, beside what its readers get. */
export interface KeptBody extends CountedBody {
  /** True once the sender has sent the end. */
  isWhole: boolean;
  /** The webhooks that wait for the end, or for more than they take. */
  readonly waiting: Set<{ maxBytes: number; settle: () => void }>;
  readonly counted: KeptBodies;
}

/** On the request, for each copy of this package to find. */
const kept = Symbol.for("numipay.keptBody");

type KeepingRequest = IncomingMessage & { [kept]?: KeptBody };

/** Keeps up to `maxBytes` of a body from now on. */
export function keepBody(
  request: KeepingRequest,
  response: ServerResponse,
  maxBytes: number,
  counted: KeptBodies,
): void {
  const body: KeptBody = {
    bytes: collectBytes(maxBytes),
    isWhole: false,
    isDropped: false,
    waiting: new Set(),
    counted,
  };
  // Not enumerable: a logger that prints the request does not print the body.
  Object.defineProperty(request, kept, { value: body });
  const push = request.push.bind(request);
  request.push = function pushAndKeep(chunk: unknown, encoding?: BufferEncoding): boolean {
    if (chunk === null) body.isWhole = true;
    else if (chunk instanceof Uint8Array && !body.isDropped) addChunk(body, chunk, response);
    const wantsMore = push(chunk, encoding);
    if (body.waiting.size === 0) return wantsMore;
    for (const waiting of body.waiting) {
      if (!isSettled(body, waiting.maxBytes)) continue;
      body.waiting.delete(waiting);
      waiting.settle();
    }
    // A reader that has stopped must not stop the webhook, which waits for the rest.
    return wantsMore || body.waiting.size > 0;
  };
}

/**
 * The whole body of a request as it was sent, once it has arrived; undefined where it is not kept. It does not matter who
 * else has read, paused or decoded the stream.
 */
export function readKeptBody(
  request: KeepingRequest,
  maxBytes: number,
): Promise<DeliveryBody> | undefined {
  const body = request[kept];
  if (body === undefined || body.isDropped) return undefined;
  uncountBody(body.counted, body);
  // Node discards what nobody has read once the response is sent, but not what was paused.
  if (request.readableFlowing === false) letFlow(request);
  if (isSettled(body, maxBytes)) return Promise.resolve(toBody(body.bytes, maxBytes));
  if (request.destroyed) return Promise.resolve(cutBody);
  return new Promise((resolve) => {
    body.waiting.add({ maxBytes, settle: () => resolve(toBody(body.bytes, maxBytes)) });
    request.once("close", () => resolve(cutBody));
    letFlow(request);
  });
}

function addChunk(body: KeptBody, chunk: Uint8Array, response: ServerResponse): void {
  const { bytes } = body;
  const before = bytes.buffer;
  addBytes(bytes, chunk);
  // What a webhook is reading is its own.
  if (bytes.buffer !== before && body.waiting.size === 0) countBody(body.counted, body, response);
}

function isSettled(body: KeptBody, maxBytes: number): boolean {
  return body.isWhole || body.bytes.size > Math.min(maxBytes, body.bytes.maxBytes);
}

function letFlow(request: IncomingMessage): void {
  // Where there is a reader that pulls, the stream does not flow; it buffers what nobody pulls, up to the limit.
  if (request.readableFlowing !== true && request.listenerCount("readable") === 0) request.resume();
  // Node stopped the socket when the stream's buffer was full, and would wait for a read.
  if (request.readableLength >= request.readableHighWaterMark) request.socket.resume();
}
