import type { Operation } from "@numipay/core/protocol";
import type { Context } from "hono";
import { toWireBody } from "../gateway/wire-body.js";
import type { AppEnv } from "./gateway-context.js";

/** Responds with a body in the library's names, as the contract has it on the wire. */
export function respond<Body extends object>(
  c: Context<AppEnv>,
  operation: Operation,
  body: Body,
): Response {
  return c.json(toWireBody(operation.response, body) as object);
}

/**
 * Responds with the customer's page, at the origin that the merchant reached the sandbox at: his customer can reach it
 * there too.
 */
export function respondWithPage(c: Context<AppEnv>, operation: Operation, path: string): Response {
  const url = toPageUrl(c, path);
  return operation.response.isRedirect ? c.redirect(url, 303) : respond(c, operation, { url });
}

/** The address of a page. */
export function toPageUrl(c: Context<AppEnv>, path: string): string {
  return new URL(path, c.req.url).href;
}
