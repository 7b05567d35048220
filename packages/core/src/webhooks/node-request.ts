import type { IncomingMessage, ServerResponse } from "node:http";
import type { Delivery, DeliveryBody } from "./delivery.js";
import type { Answer } from "./outcome.js";
import { keptBody } from "./keep-bodies.js";
import { collectChunks } from "./read-body.js";

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
export function answerNode(response: ServerResponse, answer: Answer): void {
  if (response.headersSent || response.destroyed) return;
  const headers = { ...answer.headers, "content-length": Buffer.byteLength(answer.body) };
  response.writeHead(answer.status, headers).end(answer.body);
}

function readNodeBody(
  request: IncomingMessage,
  parsed: ParsedBody,
  maxBytes: number,
): Promise<DeliveryBody> {
  const isUntouched = !request.readableDidRead && !request.readableEnded && !request.destroyed;
  if (isUntouched) return readStream(request, maxBytes);
  return Promise.resolve(keptBody(request) ?? fromParser(parsed));
}

/** What a body parser left: `rawBody` by convention, the body as bytes or text, or the parsed value. */
function fromParser({ rawBody, body }: ParsedBody): DeliveryBody {
  const bytes = [rawBody, body].find((value) => value instanceof Uint8Array);
  if (bytes !== undefined) return { form: "bytes", bytes };
  if (typeof body === "string" || (typeof body === "object" && body !== null)) {
    return { form: "parsed", value: body };
  }
  return { form: "lost" };
}

/** By events: leaving a loop over the stream early would destroy it, and the answer with it. */
function readStream(request: IncomingMessage, maxBytes: number): Promise<DeliveryBody> {
  const collector = collectChunks(maxBytes);
  return new Promise((resolve) => {
    request.on("data", (chunk: Buffer) => {
      if (!collector.add(chunk)) resolve({ form: "too-large" });
    });
    request.on("end", () => resolve(collector.toBody()));
    request.on("error", () => resolve({ form: "lost" }));
    request.on("close", () => resolve({ form: "lost" }));
  });
}
