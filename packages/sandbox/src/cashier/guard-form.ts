import type { MiddlewareHandler } from "hono";
import { plainPage } from "./result-page.js";
import type { AppEnv } from "../api/gateway-context.js";

/**
 * Refuses a form that another site posts (CSRF): browsers say in `Origin` where a form stands, and a page cannot
 * change that. Programs send none, which is fine: they need the page's secret address all the same.
 */
export function guardForm(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const origin = c.req.header("origin");
    if (c.req.method === "POST" && origin !== undefined && origin !== new URL(c.req.url).origin) {
      return c.html(plainPage("Refused", "This form was sent by another site."), 403);
    }
    return next();
  };
}
