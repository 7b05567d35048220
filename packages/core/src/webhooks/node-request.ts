import type { IncomingMessage, ServerResponse } from "node:http";
import type { Delivery } from "./delivery.js";
import type { WebhookResponse } from "./outcome.js";
import { type NodeRequest, type ParsedBody, readUncapturedBody } from "./parsed-body.js";
import { readRawBody } from "./raw-body.js";

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
    body: (maxBytes) =>
      readRawBody(incoming, maxBytes) ?? readUncapturedBody(incoming, parsed, maxBytes),
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
