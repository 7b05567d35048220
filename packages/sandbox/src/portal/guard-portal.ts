import type { MiddlewareHandler } from "hono";
import { ApiProblem } from "../api/api-problem.js";
import type { AppEnv } from "../api/gateway-context.js";

/**
 * Allows pages only to load the portal's own files and submit its own forms. Text from a merchant could not run even if it
 * became markup.
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
 * Rejects requests from other sites (CSRF). Unlike a customer's page, the portal has no secret URL, so a POST must show its
 * origin. Browsers send it in `Origin` and `Sec-Fetch-Site`, and a page cannot change either.
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
      if (foreign) throw new ApiProblem(403, "This form was submitted from another site.");
      if (origin === undefined && site === undefined) {
        throw new ApiProblem(
          403,
          "The portal only accepts forms of its own pages. Send its origin in the Origin header.",
        );
      }
    }
    await next();
  };
}

/** Sets the security headers of all portal responses, including errors. */
export function portalHeaders(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    await next();
    c.header("Content-Security-Policy", contentSecurityPolicy);
    c.header("Cross-Origin-Opener-Policy", "same-origin");
    c.header("Cross-Origin-Resource-Policy", "same-origin");
    // With `no-referrer`, browsers would submit forms with `Origin: null`, which is rejected above.
    c.header("Referrer-Policy", "same-origin");
    if (c.res.headers.get("cache-control") === null) c.header("Cache-Control", "no-store");
  };
}
