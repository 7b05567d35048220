import type { Operation } from "@numipay/core/protocol";
import type { Context } from "hono";
import { toWireBody } from "../gateway/wire-body.js";
import type { AppEnv } from "./gateway-context.js";

/** Serializes a body in the library's names as the contract defines it, and responds with it. */
export function respond<Body extends object>(
  c: Context<AppEnv>,
  operation: Operation,
  body: Body,
): Response {
  return c.json(toWireBody(operation.response, body) as object);
}

/**
 * Responds with the URL of the customer's page. It uses the origin of the merchant's request, which the customer can reach
 * too.
 */
export function respondWithPage(c: Context<AppEnv>, operation: Operation, path: string): Response {
  const url = toPageUrl(c, path);
  return operation.response.isRedirect ? c.redirect(url, 303) : respond(c, operation, { url });
}

/** The absolute URL of a page. */
export function toPageUrl(c: Context<AppEnv>, path: string): string {
  return new URL(path, c.req.url).href;
}
