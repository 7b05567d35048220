import { Hono } from "hono";
import type { AppEnv, GatewayContext } from "../api/gateway-context.js";
import { challengePage } from "./challenge-page.js";
import { createCashierContext, type CashierContext } from "./cashier-context.js";
import { guardForm } from "./guard-form.js";
import { challengePath, providerPath, resultPath } from "../gateway/page-paths.js";
import { providerListPage } from "./provider-list-page.js";
import { providerPage } from "./provider-page.js";
import { resultPage } from "./result-page.js";
import { contentSecurityPolicy } from "./style.js";
import { submitChallenge, submitProvider } from "./submit-form.js";

/** Creates the customer's pages: the cashier, each provider, the 3DS challenge and the result. */
export function createCashier(context: GatewayContext): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  for (const path of ["/cashier/*", "/challenge/*", "/result/*"]) {
    app.use(path, async (c, next) => {
      await next();
      c.header("Content-Security-Policy", contentSecurityPolicy);
      c.header("Cache-Control", "no-store");
      // With `no-referrer`, browsers would submit the forms with `Origin: null`, which the guard rejects.
      c.header("Referrer-Policy", "same-origin");
    });
    app.use(path, guardForm());
  }

  app.get("/cashier/:token", (c) => {
    const page = createCashierContext(c, context);
    if ("response" in page) return page.response;
    const { record } = page;
    if (record.stage !== "open") return c.redirect(pathNow(page), 303);
    if (record.flow === "direct" && record.providerId !== null) {
      return c.redirect(providerPath(record, record.providerId), 303);
    }
    const providers = context.store.providers.listFor(record);
    return c.html(providerListPage(record, providers, page.merchantName));
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
    if (record.stage !== "open") return c.redirect(pathNow(page), 303);
    const provider = page.provider(c.req.param("provider"));
    if (provider === undefined) return page.notFound();
    return c.html(providerPage({ record, provider, merchantName: page.merchantName }));
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
    return c.html(challengePage(page.record, page.merchantName));
  });

  app.post("/challenge/:token", (c) => {
    const page = createCashierContext(c, context);
    return "response" in page ? page.response : submitChallenge(c, context, page);
  });

  app.get("/result/:token", (c) => {
    const page = createCashierContext(c, context);
    return "response" in page ? page.response : c.html(resultPage(page.record, page.merchantName));
  });

  return app;
}

/** Where to redirect a customer who opens a page that no longer applies. */
function pathNow({ record }: CashierContext): string {
  return record.stage === "challenge" ? challengePath(record) : resultPath(record);
}
