import type { ServerResponse } from "node:http";
import type { WebhookResponse } from "@numipay/core";
import { respondNode } from "@numipay/core/node";

/** The part of Fastify's reply that is used here, 4 and 5 alike. */
interface FastifyReply {
  raw: ServerResponse;
  code(status: number): FastifyReply;
  headers(headers: Readonly<Record<string, string>>): FastifyReply;
  send(body: string): unknown;
}

/** The response of either platform: Express extends Node's own, Fastify wraps it. */
export type PlatformResponse = ServerResponse | FastifyReply;

/** Sends an answer without what a platform adds to a page, such as an ETag: nobody asks for it twice. */
export function sendAnswer(response: PlatformResponse, answer: WebhookResponse): void {
  if ("raw" in response) response.code(answer.status).headers(answer.headers).send(answer.body);
  else respondNode(response, answer);
}
