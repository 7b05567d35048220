// @ts-check
import type { Request } from "express";

/** Where the shop is reached: its configured address, else the one that this request names. */
export function originOf(request: Request): string {
  return request.app.get("publicUrl") ?? `${request.protocol}://${request.get("host")}`;
}

/**
 * Lets a form through only from our own pages. Every browser says in `Origin` where a POST comes from, and no page can
 * change that; so a form on another site, which would carry the customer's cookie, stops here.
 */
export function sameOriginOnly(request, response, next) {
  if (request.method === "POST" && request.get("origin") !== originOf(request)) {
    response.status(403).type("text").send("This form was not sent from a page of this shop.");
    return;
  }
  next();
}
