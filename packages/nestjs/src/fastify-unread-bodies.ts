import type { IncomingMessage } from "node:http";
import { SetMetadata } from "@nestjs/common";

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

const unreadType = "application/x-numipay-delivery";
const configKey = "numipayDelivery";

/** Marks a route of Fastify; what @RouteConfig() of @nestjs/platform-fastify does, without depending on it. */
export const unreadBodyMark = () => SetMetadata("__fastify_route_config__", { [configKey]: true });

/**
 * Leaves the bodies of marked routes to the webhook. Fastify's parsers refuse types and texts before any route runs, and
 * are chosen by the content type alone: so it is another one for that moment, and the sender's own again at once.
 */
export function leaveBodiesUnread(fastify: Fastify): void {
  if (fastify.hasContentTypeParser(unreadType)) return;
  fastify.addHook("onRequest", ({ raw, routeOptions }, _reply, done) => {
    if (routeOptions?.config?.[configKey] === true) {
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
