import type { IncomingMessage, ServerResponse } from "node:http";
import { addBytes, collectBytes, type CollectedBytes, toBody } from "./collected-bytes.js";
import { cutBody, type DeliveryBody } from "./delivery.js";
import { countBody, type CountedBody, type RawBodies, uncountBody } from "./raw-bodies-limit.js";

/** A webhook that waits for the end of a body, or for more than it takes. */
interface Waiting {
  maxBytes: number;
  settle: () => void;
}

type Push = IncomingMessage["push"];

/** The bytes of a request as the socket brought them, beside what its readers get. */
class KeptBody implements CountedBody {
  readonly bytes: CollectedBytes;
  /** True once the sender has sent the end. */
  isWhole = false;
  /** True once the bytes had to go. */
  isDropped = false;
  waiting: Waiting[] = none;
  readonly counted: RawBodies;
  readonly response: ServerResponse;
  /** The request's own, which passes the bytes on to its readers. */
  readonly push: Push;

  constructor(maxBytes: number, counted: RawBodies, response: ServerResponse, push: Push) {
    this.bytes = collectBytes(maxBytes);
    this.counted = counted;
    this.response = response;
    this.push = push;
  }

  /** A logger that prints the request does not print the body. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return `[body, ${this.bytes.size} bytes]`;
  }
}

const none: Waiting[] = [];

/** On the request, for each copy of this package to find. */
const kept = Symbol.for("numipay.keptBody");

type KeepingRequest = IncomingMessage & { [kept]?: KeptBody };

/** Keeps up to `maxBytes` of a body from now on. */
export function captureBody(
  request: KeepingRequest,
  response: ServerResponse,
  maxBytes: number,
  counted: RawBodies,
): void {
  // oxlint-disable-next-line typescript/unbound-method -- pushAndKeep calls it on the request
  request[kept] = new KeptBody(maxBytes, counted, response, request.push);
  request.push = pushAndKeep;
}

/** One function for all requests: a closure each is felt in the time of a delivery. */
function pushAndKeep(this: KeepingRequest, chunk: unknown, encoding?: BufferEncoding): boolean {
  const body = this[kept] as KeptBody;
  if (chunk === null) body.isWhole = true;
  else if (chunk instanceof Uint8Array && !body.isDropped) addChunk(body, chunk);
  const wantsMore = body.push.call(this, chunk, encoding);
  const { waiting } = body;
  if (waiting.length === 0) return wantsMore;
  body.waiting = waiting.filter((one) => {
    const isDone = isSettled(body, one.maxBytes);
    if (isDone) one.settle();
    return !isDone;
  });
  // A reader that has stopped must not stop the webhook, which waits for the rest.
  return wantsMore || body.waiting.length > 0;
}

/**
 * The whole body of a request as it was sent, once it has arrived; undefined where it is not kept. It does not matter who
 * else has read, paused or decoded the stream.
 */
export function readRawBody(
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
    const settle = (): void => resolve(toBody(body.bytes, maxBytes));
    body.waiting = [...body.waiting, { maxBytes, settle }];
    // It is emitted once, and `once` would wrap the listener.
    request.on("close", () => resolve(cutBody));
    letFlow(request);
  });
}

function addChunk(body: KeptBody, chunk: Uint8Array): void {
  const { bytes, response } = body;
  const before = bytes.buffer;
  addBytes(bytes, chunk);
  // What a webhook is reading is its own.
  if (bytes.buffer !== before && body.waiting.length === 0) countBody(body.counted, body, response);
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
