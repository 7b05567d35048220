import type { IncomingMessage, ServerResponse } from "node:http";
import { addBytes, collectBytes, toBody } from "./collected-bytes.js";
import { cutBody, type Delivery, type DeliveryBody } from "./delivery.js";
import { readRawBody } from "./raw-body.js";
import type { WebhookResponse } from "./outcome.js";

/** The properties that body parsers set on a request. */
export interface ParsedBody {
  /** What a parser read: bytes, text or a parsed value. */
  body?: unknown;
  /** The raw body, by convention of body parsers and serverless hosts. */
  rawBody?: unknown;
}

/** A request of `node:http`, with the properties that body parsers set. */
export type NodeRequest = IncomingMessage & ParsedBody;

/** Creates a delivery from a request of `node:http`, whether or not a body parser has read it. */
export function fromNodeRequest<Request extends NodeRequest>(request: Request): Delivery<Request> {
  return fromFrameworkRequest(request, request, request);
}

/**
 * Creates a delivery from a framework's request that wraps a request of `node:http`.
 *
 * @param incoming the request of `node:http`
 * @param parsed the `body` and `rawBody` that the framework's body parsers set
 * @param request the argument of a `signaturePassword` or `account` function
 */
export function fromFrameworkRequest<Request>(
  incoming: IncomingMessage,
  parsed: ParsedBody,
  request: Request,
): Delivery<Request> {
  return {
    method: incoming.method ?? "",
    // The type allows an array, but Node returns one only for set-cookie.
    header: (name) => incoming.headers[name] as string | undefined,
    body: (maxBytes) => readNodeBody(incoming, parsed, maxBytes),
    request,
  };
}

/** Writes the response to a delivery, unless the connection is closed. */
export function respondNode(
  serverResponse: ServerResponse,
  { status, headers, body }: WebhookResponse,
): void {
  if (serverResponse.headersSent || serverResponse.destroyed) return;
  serverResponse
    .writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) })
    .end(body);
}

function readNodeBody(
  request: IncomingMessage,
  parsed: ParsedBody,
  maxBytes: number,
): Promise<DeliveryBody> {
  const rawBody = readRawBody(request, maxBytes);
  if (rawBody !== undefined) return rawBody;
  if (isUntouched(request)) return readStream(request, maxBytes);
  const isMidway = !request.readableEnded && !request.destroyed;
  return Promise.resolve(fromParser(parsed, isMidway) ?? (isMidway ? beingRead : readElsewhere));
}

const beingRead: DeliveryBody = {
  form: "lost",
  reason:
    "another middleware is still reading the body; mount the webhook before it, or call next() only after the end of the body",
};

const readElsewhere: DeliveryBody = {
  form: "lost",
  reason: "another middleware has read the body without keeping it; mount the webhook before it",
};

/** A flowing stream counts as read even before the first byte; otherwise the result would depend on packet timing. */
function isUntouched(request: IncomingMessage): boolean {
  return (
    !request.readableDidRead &&
    !request.readableEnded &&
    !request.destroyed &&
    request.readableFlowing !== true &&
    request.listenerCount("readable") === 0
  );
}

/** The body from a body parser: `rawBody` by convention, otherwise `body` as bytes, text or the parsed value. */
function fromParser({ rawBody, body }: ParsedBody, isMidway: boolean): DeliveryBody | undefined {
  const bytes = [rawBody, body].find((value) => value instanceof Uint8Array);
  if (bytes !== undefined) return { form: "bytes", bytes };
  // Before the end of the body, an empty object is the default of Express 4 and not the parsed body.
  if (isMidway && isEmpty(body)) return undefined;
  if (typeof body === "string" || (typeof body === "object" && body !== null)) {
    return { form: "parsed", value: body };
  }
  return undefined;
}

function isEmpty(body: unknown): boolean {
  return typeof body === "object" && body !== null && Object.keys(body).length === 0;
}

/** With events: leaving a loop over the stream early would destroy the stream and with it the response. */
function readStream(request: IncomingMessage, maxBytes: number): Promise<DeliveryBody> {
  const collected = collectBytes(maxBytes);
  return new Promise((resolve) => {
    request.on("data", (chunk: Buffer | string) => {
      // After setEncoding() chunks are text. Encoded again, they have the same bytes, or others that fail verification.
      const bytes = typeof chunk === "string" ? Buffer.from(chunk, encodingOf(request)) : chunk;
      if (!addBytes(collected, bytes)) resolve({ form: "too-large" });
    });
    request.on("end", () => resolve(toBody(collected)));
    request.on("error", () => resolve(cutBody));
    request.on("close", () => resolve(cutBody));
    // Adding a listener does not resume a paused stream.
    if (request.isPaused()) request.resume();
  });
}

function encodingOf(request: IncomingMessage): BufferEncoding {
  return request.readableEncoding ?? "utf8";
}
