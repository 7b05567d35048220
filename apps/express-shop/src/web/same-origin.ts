import type { Request, RequestHandler } from "express";

/** The shop's configured origin. Defaults to the one in the request. */
export function originOf(request: Request): string {
  const publicUrl: unknown = request.app.get("publicUrl");
  return typeof publicUrl === "string" ? publicUrl : `${request.protocol}://${request.get("host")}`;
}

/**
 * Rejects forms from other sites, which the browser would send with the customer's cookie. Browsers set `Origin` on every
 * POST, and pages cannot change it.
 */
export const requireSameOrigin: RequestHandler = (request, response, next) => {
  if (request.method === "POST" && request.get("origin") !== originOf(request)) {
    response.status(403).type("text").send("This form must be sent from a page of this shop.");
    return;
  }
  next();
};
