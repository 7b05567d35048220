import { Hono } from "hono";
import { ApiProblem } from "../api/api-problem.js";
import { explainPath } from "../api/explain-path.js";
import { createApi } from "../api/create-api.js";
import type { AppEnv } from "../api/gateway-context.js";
import { receiveBody } from "../api/receive-body.js";
import { playApiFaults } from "../chaos/play-api-faults.js";
import { createCashier } from "../cashier/create-cashier.js";
import { guardHost } from "./guard-host.js";
import { createPortal } from "../portal/create-portal.js";
import type { PortalContext } from "../portal/portal-page.js";

/** Far above any valid request. Keeps an endless body from filling the memory. */
const maxBodyBytes = 64 * 1024;

/**
 * The limit for a chaos plan, which the portal accepts as a file: about 25,000 faults. Parsing a malicious one of this size
 * takes a second. `createSandbox` and `numipay sandbox --replay` have no limit.
 */
const planPath = "/portal/chaos/replay";
const maxPlanBytes = 4 * 1024 * 1024;

/** Combines the gateway's API, the customer's pages and the merchant's portal in one app. */
export function createApp(context: PortalContext): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    await next();
    // Also on error responses.
    c.header("X-Content-Type-Options", "nosniff");
  });
  app.use(guardHost());
  const [receiveUsual, receivePlan] = [receiveBody(maxBodyBytes), receiveBody(maxPlanBytes)];
  app.use((c, next) => (c.req.path === planPath ? receivePlan : receiveUsual)(c, next));
  app.route("/portal", createPortal(context));
  app.route(
    "/",
    createApi(context, (operation) => playApiFaults(context, operation)),
  );
  app.route("/", createCashier(context));
  app.notFound((c) => {
    const { pathname } = new URL(c.req.url);
    const message = explainPath(context.contract, { method: c.req.method, pathname });
    return c.json({ message }, 404);
  });
  app.onError((error, c) => {
    if (error instanceof ApiProblem) return c.json(error.toJSON(), error.status);
    // A bug in the sandbox: a 5xx with the error message, which helps to fix it.
    return c.json({ message: `The sandbox failed: ${error.message}` }, 500);
  });
  return app;
}
