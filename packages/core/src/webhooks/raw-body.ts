import type { IncomingMessage, ServerResponse } from "node:http";
import { addBytes, collectBytes, type CollectedBytes, toBody } from "./collected-bytes.js";
import { cutBody, type DeliveryBody } from "./delivery.js";
import { countBody, type CountedBody, type RawBodies, uncountBody } from "./raw-bodies-limit.js";

/** A webhook that waits for the end of a body, or for more than `maxBytes` of it. */
interface Waiting {
  maxBytes: number;
  done: () => void;
}

type Push = IncomingMessage["push"];

/** The raw bytes of a request, collected before its readers get them. */
class RawBody implements CountedBody {
  readonly bytes: CollectedBytes;
  /** True once the end of the body has arrived. */
  isWhole = false;
  /** True once the bytes were dropped. */
  isDropped = false;
  waiting: Waiting[] = none;
  readonly counted: RawBodies;
  readonly response: ServerResponse;
  /** The request's original method, which passes the bytes to its readers. */
  readonly push: Push;

  constructor(maxBytes: number, counted: RawBodies, response: ServerResponse, push: Push) {
    this.bytes = collectBytes(maxBytes);
    this.counted = counted;
    this.response = response;
    this.push = push;
  }

  /** Keeps the body out of the output of a logger that prints the request. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return `[body, ${this.bytes.size} bytes]`;
  }
}

const none: Waiting[] = [];

/** A property of the request, so that every copy of this package finds it. */
const rawBody = Symbol.for("numipay.rawBody");

type CapturedRequest = IncomingMessage & { [rawBody]?: RawBody };

/** Starts capturing up to `maxBytes` of a body. */
export function captureRawBody(
  request: CapturedRequest,
  response: ServerResponse,
  maxBytes: number,
  counted: RawBodies,
): void {
  // oxlint-disable-next-line typescript/unbound-method -- pushAndCapture calls it on the request
  request[rawBody] = new RawBody(maxBytes, counted, response, request.push);
  request.push = pushAndCapture;
}

/** One function for all requests, because a closure per request is measurable. */
function pushAndCapture(this: CapturedRequest, chunk: unknown, encoding?: BufferEncoding): boolean {
  const body = this[rawBody] as RawBody;
  if (chunk === null) body.isWhole = true;
  else if (chunk instanceof Uint8Array && !body.isDropped) addChunk(body, chunk);
  const wantsMore = body.push.call(this, chunk, encoding);
  const { waiting } = body;
  if (waiting.length === 0) return wantsMore;
  body.waiting = waiting.filter((one) => {
    const isDone = isComplete(body, one.maxBytes);
    if (isDone) one.done();
    return !isDone;
  });
  // A reader that has stopped must not block the webhook, which waits for the rest.
  return wantsMore || body.waiting.length > 0;
}

/**
 * Reads the complete raw body of a request, even if other code has read, paused or decoded the stream. Undefined if the body was not
 * captured.
 */
export function readRawBody(
  request: CapturedRequest,
  maxBytes: number,
): Promise<DeliveryBody> | undefined {
  const body = request[rawBody];
  if (body === undefined || body.isDropped) return undefined;
  uncountBody(body.counted, body);
  // After the response, Node discards an unread body, but not that of a paused stream.
  if (request.readableFlowing === false) letFlow(request);
  if (isComplete(body, maxBytes)) return Promise.resolve(toBody(body.bytes, maxBytes));
  if (request.destroyed) return Promise.resolve(cutBody);
  return new Promise((resolve) => {
    const done = (): void => resolve(toBody(body.bytes, maxBytes));
    body.waiting = [...body.waiting, { maxBytes, done }];
    // Not `once`, which would wrap the listener: `close` is emitted only once.
    request.on("close", () => resolve(cutBody));
    letFlow(request);
  });
}

function addChunk(body: RawBody, chunk: Uint8Array): void {
  const { bytes, response } = body;
  const before = bytes.buffer;
  addBytes(bytes, chunk);
  // A body that a webhook is reading is not counted.
  if (bytes.buffer !== before && body.waiting.length === 0) countBody(body.counted, body, response);
}

function isComplete(body: RawBody, maxBytes: number): boolean {
  return body.isWhole || body.bytes.size > Math.min(maxBytes, body.bytes.maxBytes);
}

function letFlow(request: IncomingMessage): void {
  // With a `readable` listener the stream does not flow; it buffers unread data up to the high-water mark.
  if (request.readableFlowing !== true && request.listenerCount("readable") === 0) request.resume();
  // When the stream's buffer is full, Node pauses the socket until the next read.
  if (request.readableLength >= request.readableHighWaterMark) request.socket.resume();
}
