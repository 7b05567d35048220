import { type Context, Hono } from "hono";
import { ApiProblem } from "../api/api-problem.js";
import { explainPath } from "../api/explain-path.js";
import { createApi } from "../api/create-api.js";
import type { AppEnv } from "../api/gateway-context.js";
import { prefersHtml } from "../api/prefers-html.js";
import { receiveBody } from "../api/receive-body.js";
import { playApiFaults } from "../chaos/play-api-faults.js";
import { createCashier } from "../cashier/create-cashier.js";
import { createControl } from "../control/create-control.js";
import { guardHost } from "./guard-host.js";
import { createPortal } from "../portal/create-portal.js";
import type { PortalContext } from "../portal/portal-page.js";
import { createWelcome, createWelcomeForms } from "../welcome/create-welcome.js";
import { isOperationPath, showProblemPage, showUnknownPath } from "../welcome/problem-page.js";

/** Far above any valid request. Keeps an endless body from filling the memory. */
const maxBodyBytes = 64 * 1024;

/**
 * The limit for a chaos plan, which the portal accepts as a file: about 25,000 faults. Parsing a malicious one of this size
 * takes a second. `createSandbox` and `numipay sandbox --replay` have no limit.
 */
const planPath = "/portal/chaos/replay";
const maxPlanBytes = 4 * 1024 * 1024;

/** Combines the gateway's API, the customer's pages, the merchant's portal and the welcome page in one app. */
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
  app.route("/", createWelcomeForms(context));
  app.route("/portal/control", createControl(context));
  app.route("/portal", createPortal(context));
  app.route(
    "/",
    createApi(context, (operation) => playApiFaults(context, operation)),
  );
  app.route("/", createCashier(context));
  // After the API: an operation of the contract may have this path.
  app.route("/", createWelcome(context));

  /** The API's errors are JSON for everyone. Other paths have a page for browsers. */
  const wantsPage = (c: Context<AppEnv>): boolean => {
    c.header("Vary", "Accept");
    return prefersHtml(c) && !isOperationPath(context.contract, new URL(c.req.url).pathname);
  };
  app.notFound((c) => {
    if (wantsPage(c)) return showUnknownPath(c, context.contract);
    const { pathname } = new URL(c.req.url);
    const message = explainPath(context.contract, { method: c.req.method, pathname });
    return c.json({ message }, 404);
  });
  app.onError((error, c) => {
    if (error instanceof ApiProblem) {
      if (!wantsPage(c)) return c.json(error.toJSON(), error.status);
      return showProblemPage(c, {
        status: error.status,
        title: "Request rejected",
        text: error.message,
      });
    }
    // A bug in the sandbox: a 5xx with the error message, which helps to fix it.
    const message = `The sandbox failed: ${error.message}`;
    if (!wantsPage(c)) return c.json({ message }, 500);
    return showProblemPage(c, { status: 500, title: "The sandbox failed", text: error.message });
  });
  return app;
}
