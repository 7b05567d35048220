import type { MiddlewareHandler } from "hono";
import type { AppEnv, GatewayContext } from "../api/gateway-context.js";
import { findOrder } from "./cashier-context.js";
import { noticePage } from "./notice-page.js";

const notice = {
  title: "Request rejected",
  text: "This form was submitted from another site.",
  advice: "Nothing was changed. Use the form on the payment's own page.",
};

/**
 * Rejects a form that another site submits (CSRF). Browsers send the origin of the form's page in `Origin`, and a page
 * cannot change it. Programs send none, and are allowed: they still need the page's secret URL.
 */
export function guardForm(context: GatewayContext): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const origin = c.req.header("origin");
    if (c.req.method === "POST" && origin !== undefined && origin !== new URL(c.req.url).origin) {
      return c.html(noticePage(notice, findOrder(c, context)), 403);
    }
    return next();
  };
}
