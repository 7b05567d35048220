import { Hono } from "hono";
import type { AppEnv } from "../api/gateway-context.js";
import { ApiProblem } from "../api/api-problem.js";
import { assetResponse } from "./assets.js";
import { changeStream } from "./change-stream.js";
import { guardPortal, portalHeaders } from "./guard-portal.js";
import { emptyState } from "./parts/empty-state.js";
import type { Portal, PortalContext } from "./portal-page.js";
import { portalPages } from "./portal-pages.js";
import { createPageContext } from "./create-page-context.js";

/** Creates the merchant's portal, to be mounted at /portal. */
export function createPortal(context: PortalContext): Hono<AppEnv> {
  const portal: Portal = {
    ...context,
    page: (c) => createPageContext(c, context, { pages: portalPages }),
  };
  const app = new Hono<AppEnv>();
  app.use(portalHeaders());
  app.use(guardPortal());

  app.get("/", (c) => c.redirect(portal.page(c).href(portalPages[0]?.path ?? ""), 302));
  app.get("/assets/:name", (c) => assetResponse(c.req.param("name")) ?? c.notFound());
  app.get("/changes", (c) => changeStream(context, c.req.raw.signal));

  for (const page of portalPages) {
    const routes = new Hono<AppEnv>();
    page.add(routes, portal);
    app.route(`/${page.path}`, routes);
  }

  app.all("*", (c) => {
    // With a trailing slash, the path does not match "/" here.
    if (c.req.path === "/portal/") return c.redirect("/portal", 302);
    const content = emptyState({ title: "Page not found", text: "The portal has no such page." });
    return portal.page(c).show({ title: "Page not found", watches: [], content, status: 404 });
  });
  app.onError((error, c) => {
    if (!(error instanceof ApiProblem)) throw error;
    return c.text(`SANDBOX: ${error.message}\n`, error.status);
  });
  return app;
}
