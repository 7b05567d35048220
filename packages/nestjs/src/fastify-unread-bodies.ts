import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { isWebhookConfig } from "./webhook-route.js";

/** The part of Fastify that is used here, 4 and 5 alike. */
interface Fastify {
  hasContentTypeParser(type: string): boolean;
  addContentTypeParser(
    type: string,
    parse: (request: FastifyRequest, payload: unknown, done: (error: null) => void) => void,
  ): void;
  addHook(
    name: "onRequest",
    hook: (request: FastifyRequest, reply: unknown, done: () => void) => void,
  ): void;
}

const sentType = Symbol("numipay.sentType");

interface FastifyRequest {
  raw: IncomingMessage & { [sentType]?: string | undefined };
  routeOptions?: { config?: Record<string, unknown> };
}

/** Not to be guessed: a sender who names it on another route would get past the host's content-type parsers. */
const unreadType = `application/x-numipay-${randomUUID()}`;

/**
 * Leaves the bodies of marked routes to the webhook. Fastify's parsers refuse types and texts before any route runs, and
 * are chosen by the content type alone: so it is another one for that moment, and the sender's own again at once.
 */
export function leaveBodiesUnread(fastify: Fastify): void {
  if (fastify.hasContentTypeParser(unreadType)) return;
  fastify.addHook("onRequest", ({ raw, routeOptions }, _reply, done) => {
    if (isWebhookConfig(routeOptions?.config)) {
      raw[sentType] = raw.headers["content-type"];
      raw.headers["content-type"] = unreadType;
    }
    done();
  });
  fastify.addContentTypeParser(unreadType, ({ raw }, _payload, done) => {
    if (sentType in raw) raw.headers["content-type"] = raw[sentType];
    done(null);
  });
}
