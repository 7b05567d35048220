import { Hono } from "hono";
import { methodNotAllowed } from "hono/method-not-allowed";
import { compress } from "hono/compress";
import type { AppEnv } from "../api/gateway-context.js";
import { ApiProblem } from "../api/api-problem.js";
import { prefersHtml } from "../api/prefers-html.js";
import { assetResponse } from "./assets.js";
import { changeStream } from "./change-stream.js";
import { guardPortal, portalHeaders } from "./guard-portal.js";
import type { Portal, PortalContext } from "./portal-page.js";
import { portalPages } from "./portal-pages.js";
import { accountNotFound, pageNotFound, showProblem, wrongMethod } from "./portal-problem.js";
import { createPageContext } from "./create-page-context.js";

/** Creates the merchant's portal, to be mounted at /portal. */
export function createPortal(context: PortalContext): Hono<AppEnv> {
  const portal: Portal = {
    ...context,
    page: (c) => createPageContext(c, context, { pages: portalPages }),
  };
  const app = new Hono<AppEnv>();
  app.use(portalHeaders());
  // For a browser on another machine. A list is a tenth of its size then.
  app.use(compress());
  app.use(guardPortal());
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => wrongMethod(c, portal, methods),
    }),
  );
  app.use(async (c, next) => {
    const accountId = c.req.query("account") ?? "";
    // Forms check their account themselves, because it must not change another one.
    if (accountId === "" || c.req.method === "POST") return next();
    return context.store.accounts.byId(accountId) === undefined
      ? accountNotFound(c, portal)
      : next();
  });

  app.get("/", (c) => c.redirect(portal.page(c).href(portalPages[0]?.path ?? ""), 302));
  app.get("/assets/:version/:name", (c) => {
    const { name, version } = c.req.param();
    return assetResponse(name, version) ?? c.notFound();
  });
  app.get("/changes", (c) => changeStream(context, c.req.raw.signal));

  for (const page of portalPages) {
    const routes = new Hono<AppEnv>();
    page.add(routes, portal);
    app.route(`/${page.path}`, routes);
  }

  app.all("*", (c) => {
    // With a trailing slash, the path does not match "/" here.
    if (c.req.path === "/portal/") return c.redirect("/portal", 302);
    // A script or a stylesheet is not read by a person.
    return c.req.path.startsWith("/portal/assets/") ? c.notFound() : pageNotFound(c, portal);
  });
  app.onError((error, c) => {
    if (!(error instanceof ApiProblem)) throw error;
    if (prefersHtml(c)) return showProblem(c, portal, error);
    return c.text(`SANDBOX: ${error.message}\n`, error.status);
  });
  return app;
}
