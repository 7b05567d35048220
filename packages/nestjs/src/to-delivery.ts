import type { IncomingMessage } from "node:http";
import type { Delivery } from "@numipay/core";
import { fromFrameworkRequest, withParserError } from "@numipay/core/node";
import type { WebhookRequest } from "./module-options.js";

const parserError = Symbol.for("numipay.parserError");

type RejectedRequest = WebhookRequest & { [parserError]?: unknown };

/** Stores the error of a body parser, with the text that it has read. */
export function setParserError(request: RejectedRequest, error: unknown): void {
  request[parserError] = error;
}

/** Creates a delivery from either platform's request. Express extends Node's request, Fastify wraps it. */
export function toDelivery(request: RejectedRequest): Delivery<WebhookRequest> {
  const incoming = request.raw ?? (request as unknown as IncomingMessage);
  const delivery = fromFrameworkRequest<WebhookRequest>(incoming, request, request);
  const error = request[parserError];
  return (error === undefined ? undefined : withParserError(delivery, error)) ?? delivery;
}
