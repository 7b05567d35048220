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

/** No request comes near this; a body without an end must not fill the memory. */
const longestBody = 64 * 1024;

/**
 * But a plan of chaos names each fault that was played, which the portal takes as a file: about 25,000 of them. Parsing
 * a hostile one of this size takes a second; `createSandbox` and `numipay sandbox --replay` have no limit.
 */
const planPath = "/portal/chaos/replay";
const longestPlan = 4 * 1024 * 1024;

/** Puts the gateway's API, the customer's pages and the merchant's portal behind one door. */
export function createApp(context: PortalContext): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    await next();
    // On refusals too: each type is the one that is meant.
    c.header("X-Content-Type-Options", "nosniff");
  });
  app.use(guardHost());
  const [usual, ofPlans] = [receiveBody(longestBody), receiveBody(longestPlan)];
  app.use((c, next) => (c.req.path === planPath ? ofPlans : usual)(c, next));
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
    // A defect of the sandbox itself: a 5xx, as the documentation has it, with what is needed to mend it.
    return c.json({ message: `The sandbox failed: ${error.message}` }, 500);
  });
  return app;
}
