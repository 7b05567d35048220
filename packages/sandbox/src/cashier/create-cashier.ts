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

/** Builds the pages that a customer sees: the cashier, each provider, the 3DS challenge and the result. */
export function createCashier(context: GatewayContext): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  for (const path of ["/cashier/*", "/challenge/*", "/result/*"]) {
    app.use(path, async (c, next) => {
      await next();
      c.header("Content-Security-Policy", contentSecurityPolicy);
      c.header("Cache-Control", "no-store");
      // `no-referrer` would make browsers post the forms with `Origin: null`, which the guard refuses.
      c.header("Referrer-Policy", "same-origin");
    });
    app.use(path, guardForm());
  }

  app.get("/cashier/:token", (c) => {
    const turn = createCashierContext(c, context);
    if ("answer" in turn) return turn.answer;
    const { record } = turn;
    if (record.stage !== "open") return c.redirect(pathNow(turn), 303);
    if (record.flow === "direct" && record.providerId !== null) {
      return c.redirect(providerPath(record, record.providerId), 303);
    }
    const providers = context.store.providers.listFor(record);
    return c.html(providerListPage(record, providers, turn.merchantName));
  });

  app.post("/cashier/:token", (c) => {
    const turn = createCashierContext(c, context);
    // The list's only button is to leave; choosing a provider is a link.
    return "answer" in turn ? turn.answer : turn.sendBack(turn.record);
  });

  app.get("/cashier/:token/:provider", (c) => {
    const turn = createCashierContext(c, context);
    if ("answer" in turn) return turn.answer;
    const { record } = turn;
    if (record.stage !== "open") return c.redirect(pathNow(turn), 303);
    const provider = turn.provider(c.req.param("provider"));
    if (provider === undefined) return turn.notFound();
    return c.html(providerPage({ record, provider, merchantName: turn.merchantName }));
  });

  app.post("/cashier/:token/:provider", (c) => {
    const turn = createCashierContext(c, context);
    if ("answer" in turn) return turn.answer;
    const provider = turn.provider(c.req.param("provider"));
    return provider === undefined ? turn.notFound() : submitProvider(c, context, turn, provider);
  });

  app.get("/challenge/:token", (c) => {
    const turn = createCashierContext(c, context);
    if ("answer" in turn) return turn.answer;
    if (turn.record.stage !== "challenge") return c.redirect(resultPath(turn.record), 303);
    return c.html(challengePage(turn.record, turn.merchantName));
  });

  app.post("/challenge/:token", (c) => {
    const turn = createCashierContext(c, context);
    return "answer" in turn ? turn.answer : submitChallenge(c, context, turn);
  });

  app.get("/result/:token", (c) => {
    const turn = createCashierContext(c, context);
    return "answer" in turn ? turn.answer : c.html(resultPage(turn.record, turn.merchantName));
  });

  return app;
}

/** Where a customer belongs who opens a page that is behind him. */
function pathNow({ record }: CashierContext): string {
  return record.stage === "challenge" ? challengePath(record) : resultPath(record);
}
