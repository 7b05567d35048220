import { Hono } from "hono";
import type { AppEnv, GatewayContext } from "../api/gateway-context.js";
import { prefersHtml } from "../api/prefers-html.js";
import { cashierPath, resultPath } from "../gateway/page-paths.js";
import { readDraft } from "./card-draft.js";
import { createCashierContext, findOrder, pageNotFound } from "./cashier-context.js";
import { challengePage } from "./challenge-page.js";
import { currentPath } from "./current-path.js";
import { guardForm } from "./guard-form.js";
import { providerListPage } from "./provider-list-page.js";
import { providerPage } from "./provider-page.js";
import { resultPage, updateSeconds } from "./result-page.js";
import { contentSecurityPolicy } from "./style.js";
import { submitChallenge, submitProvider } from "./submit-form.js";

const paths = ["/cashier/*", "/challenge/*", "/result/*"];

/** Creates the customer's pages: the cashier, each provider, the 3DS challenge and the result. */
export function createCashier(context: GatewayContext): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  for (const path of paths) {
    app.use(path, async (c, next) => {
      await next();
      c.header("Content-Security-Policy", contentSecurityPolicy);
      c.header("Cache-Control", "no-store");
      // With `no-referrer`, browsers would submit the forms with `Origin: null`, which the guard rejects.
      c.header("Referrer-Policy", "same-origin");
    });
    app.use(path, guardForm(context));
  }

  app.get("/cashier/:token", (c) => {
    const page = createCashierContext(c, context);
    if ("response" in page) return page.response;
    const path = currentPath(page.record);
    if (path !== cashierPath(page.record)) return c.redirect(path, 303);
    return c.html(providerListPage(page, context.store.providers.listFor(page.record)));
  });

  app.post("/cashier/:token", (c) => {
    const page = createCashierContext(c, context);
    // The only button of the list is Cancel; choosing a provider is a link.
    return "response" in page ? page.response : page.sendBack(page.record);
  });

  app.get("/cashier/:token/:provider", (c) => {
    const page = createCashierContext(c, context);
    if ("response" in page) return page.response;
    const { record } = page;
    if (record.stage !== "open") return c.redirect(currentPath(record), 303);
    const provider = page.provider(c.req.param("provider"));
    if (provider === undefined) return page.notFound();
    return c.html(providerPage({ ...page, provider, draft: readDraft(c) }));
  });

  app.post("/cashier/:token/:provider", (c) => {
    const page = createCashierContext(c, context);
    if ("response" in page) return page.response;
    const provider = page.provider(c.req.param("provider"));
    return provider === undefined ? page.notFound() : submitProvider(c, context, page, provider);
  });

  app.get("/challenge/:token", (c) => {
    const page = createCashierContext(c, context);
    if ("response" in page) return page.response;
    if (page.record.stage !== "challenge") return c.redirect(resultPath(page.record), 303);
    return c.html(challengePage(page));
  });

  app.post("/challenge/:token", (c) => {
    const page = createCashierContext(c, context);
    return "response" in page ? page.response : submitChallenge(c, context, page);
  });

  app.get("/result/:token", (c) => {
    const page = createCashierContext(c, context);
    if ("response" in page) return page.response;
    if (page.record.stage === "closed") return c.html(resultPage(page, undefined));
    const updates = c.req.query("updates") === "off" ? "off" : "on";
    // A header works without JavaScript, as the pages do.
    if (updates === "on") c.header("Refresh", String(updateSeconds));
    return c.html(resultPage(page, updates));
  });

  // Programs get the 404 of the API.
  for (const path of paths) {
    app.all(path, (c, next) => (prefersHtml(c) ? pageNotFound(c, findOrder(c, context)) : next()));
  }

  return app;
}
