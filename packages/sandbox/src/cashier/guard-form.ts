import type { MiddlewareHandler } from "hono";
import { plainPage } from "./result-page.js";
import type { AppEnv } from "../api/gateway-context.js";

/**
 * Rejects a form that another site submits (CSRF). Browsers send the origin of the form's page in `Origin`, and a page
 * cannot change it. Programs send none, and are allowed: they still need the page's secret URL.
 */
export function guardForm(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const origin = c.req.header("origin");
    if (c.req.method === "POST" && origin !== undefined && origin !== new URL(c.req.url).origin) {
      return c.html(
        plainPage("Request rejected", "This form was submitted from another site."),
        403,
      );
    }
    return next();
  };
}
