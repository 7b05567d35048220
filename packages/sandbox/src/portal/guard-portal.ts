import type { MiddlewareHandler } from "hono";
import { ApiProblem } from "../api/api-problem.js";
import type { AppEnv } from "../api/gateway-context.js";

/**
 * What a page of the portal may do: show itself, run its own script, post its own forms. Nothing in it comes from
 * elsewhere, and a text that a merchant sent could not run even if it became markup.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/**
 * Refuses what another site sends (CSRF). The portal's addresses are no secret, unlike a customer's page, so a POST
 * must prove where it comes from: browsers say it in `Origin` and `Sec-Fetch-Site`, and a page cannot change either.
 *
 * @throws ApiProblem 403.
 */
export function guardPortal(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (c.req.method !== "GET" && c.req.method !== "HEAD") {
      const origin = c.req.header("origin");
      const site = c.req.header("sec-fetch-site");
      const own = origin === new URL(c.req.url).origin;
      const foreign =
        (origin !== undefined && !own) || (site !== undefined && site !== "same-origin");
      if (foreign) throw new ApiProblem(403, "This form was sent by another site");
      if (origin === undefined && site === undefined) {
        throw new ApiProblem(
          403,
          "The portal takes forms of its own pages: send its address as Origin",
        );
      }
    }
    await next();
  };
}

/** Sets what a browser needs to know on every answer of the portal, refusals included. */
export function portalHeaders(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    await next();
    c.header("Content-Security-Policy", contentSecurityPolicy);
    c.header("Cross-Origin-Opener-Policy", "same-origin");
    c.header("Cross-Origin-Resource-Policy", "same-origin");
    // `no-referrer` would make browsers post the forms with `Origin: null`, which is refused above.
    c.header("Referrer-Policy", "same-origin");
    if (c.res.headers.get("cache-control") === null) c.header("Cache-Control", "no-store");
  };
}
