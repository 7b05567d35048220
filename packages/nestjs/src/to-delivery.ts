import type { IncomingMessage } from "node:http";
import type { Delivery } from "@numipay/core";
import { fromFrameworkRequest } from "@numipay/core/node";
import type { WebhookRequest } from "./module-options.js";

/** Creates a delivery from either platform's request. Express extends Node's request, Fastify wraps it. */
export function toDelivery(request: WebhookRequest): Delivery<WebhookRequest> {
  const incoming = request.raw ?? (request as unknown as IncomingMessage);
  return fromFrameworkRequest(incoming, request, request);
}
