import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { isWebhookConfig } from "./webhook-route.js";

/** The used part of Fastify 4 and 5. */
export interface UnreadFastify {
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

const sentType = Symbol.for("numipay.sentType");

interface FastifyRequest {
  raw: IncomingMessage & { [sentType]?: string | undefined };
  routeOptions?: { config?: Record<string, unknown> };
}

/** Random, so that a sender cannot use it to bypass the host's content-type parsers on other routes. */
const unreadType = `application/x-numipay-${randomUUID()}`;

/**
 * Leaves the bodies of webhook routes unread. Fastify's parsers reject bodies before any route runs and are selected only by the
 * content type, so it is replaced until the parser is selected and then restored.
 */
export function leaveBodiesUnread(fastify: UnreadFastify): void {
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
