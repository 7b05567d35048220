import type { ServerResponse } from "node:http";
import type { WebhookResponse } from "@numipay/core";
import { respondNode } from "@numipay/core/node";

/** The used part of a reply of Fastify 4 and 5. */
interface FastifyReply {
  raw: ServerResponse;
  code(status: number): FastifyReply;
  headers(headers: Readonly<Record<string, string>>): FastifyReply;
  send(body: string): unknown;
}

/** A response of either platform. Express extends Node's response, Fastify wraps it. */
export type PlatformResponse = ServerResponse | FastifyReply;

/** Sends a response without the headers that a platform adds, such as an ETag. */
export function sendResponse(outgoing: PlatformResponse, response: WebhookResponse): void {
  if ("raw" in outgoing) {
    outgoing.code(response.status).headers(response.headers).send(response.body);
  } else {
    respondNode(outgoing, response);
  }
}
