import type { IncomingMessage, ServerResponse } from "node:http";
import { addBytes, collectBytes, toBody } from "./collected-bytes.js";
import { cutBody, type Delivery, type DeliveryBody } from "./delivery.js";
import { readRawBody } from "./raw-body.js";
import type { WebhookResponse } from "./outcome.js";

/** What body parsers leave on a request. */
export interface ParsedBody {
  body?: unknown;
  rawBody?: unknown;
}

/** A request of `node:http`, with what body parsers leave on it. */
export type NodeRequest = IncomingMessage & ParsedBody;

/** A delivery out of a request of `node:http`, whether or not a body parser has read it. */
export function fromNodeRequest<Request extends NodeRequest>(request: Request): Delivery<Request> {
  return fromFrameworkRequest(request, request, request);
}

/**
 * A delivery out of a framework's request that wraps one of `node:http`.
 *
 * @param incoming the request of `node:http`
 * @param parsed what the framework's body parsers left, under `body` and `rawBody`
 * @param request what a `signaturePassword` function is given
 */
export function fromFrameworkRequest<Request>(
  incoming: IncomingMessage,
  parsed: ParsedBody,
  request: Request,
): Delivery<Request> {
  return {
    method: incoming.method ?? "",
    // The types allow a list, which Node makes of set-cookie alone.
    header: (name) => incoming.headers[name] as string | undefined,
    body: (maxBytes) => readNodeBody(incoming, parsed, maxBytes),
    request,
  };
}

/** Writes the answer of a delivery, unless the sender is gone. */
export function respondNode(response: ServerResponse, answer: WebhookResponse): void {
  if (response.headersSent || response.destroyed) return;
  const headers = { ...answer.headers, "content-length": Buffer.byteLength(answer.body) };
  response.writeHead(answer.status, headers).end(answer.body);
}

function readNodeBody(
  request: IncomingMessage,
  parsed: ParsedBody,
  maxBytes: number,
): Promise<DeliveryBody> {
  const kept = readRawBody(request, maxBytes);
  if (kept !== undefined) return kept;
  if (isUntouched(request)) return readStream(request, maxBytes);
  const isMidway = !request.readableEnded && !request.destroyed;
  return Promise.resolve(fromParser(parsed, isMidway) ?? (isMidway ? beingRead : readElsewhere));
}

const beingRead: DeliveryBody = {
  form: "lost",
  reason:
    "another middleware is still reading the body: mount the webhook before it, or let it go on at the body's end",
};

const readElsewhere: DeliveryBody = {
  form: "lost",
  reason:
    "another middleware has read the body and left nothing of it: mount the webhook before it",
};

/** A stream that flows counts as touched though no byte has come yet: else it would depend on how packets fall. */
function isUntouched(request: IncomingMessage): boolean {
  return (
    !request.readableDidRead &&
    !request.readableEnded &&
    !request.destroyed &&
    request.readableFlowing !== true &&
    request.listenerCount("readable") === 0
  );
}

/** What a body parser left: `rawBody` by convention, the body as bytes or text, or the parsed value. */
function fromParser({ rawBody, body }: ParsedBody, isMidway: boolean): DeliveryBody | undefined {
  const bytes = [rawBody, body].find((value) => value instanceof Uint8Array);
  if (bytes !== undefined) return { form: "bytes", bytes };
  // Before the end, an empty object is what Express 4 puts there, and not what was sent.
  if (isMidway && isEmpty(body)) return undefined;
  if (typeof body === "string" || (typeof body === "object" && body !== null)) {
    return { form: "parsed", value: body };
  }
  return undefined;
}

function isEmpty(body: unknown): boolean {
  return typeof body === "object" && body !== null && Object.keys(body).length === 0;
}

/** By events: leaving a loop over the stream early would destroy it, and the answer with it. */
function readStream(request: IncomingMessage, maxBytes: number): Promise<DeliveryBody> {
  const collected = collectBytes(maxBytes);
  return new Promise((resolve) => {
    request.on("data", (chunk: Buffer | string) => {
      // After setEncoding(), text; encoded again it has the same bytes, or others that the signature does not match.
      const bytes = typeof chunk === "string" ? Buffer.from(chunk, encodingOf(request)) : chunk;
      if (!addBytes(collected, bytes)) resolve({ form: "too-large" });
    });
    request.on("end", () => resolve(toBody(collected)));
    request.on("error", () => resolve(cutBody));
    request.on("close", () => resolve(cutBody));
    // A listener starts no stream that was paused.
    if (request.isPaused()) request.resume();
  });
}

function encodingOf(request: IncomingMessage): BufferEncoding {
  return request.readableEncoding ?? "utf8";
}
