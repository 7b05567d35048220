import { type Context, Hono } from "hono";
import type { AppEnv } from "../api/gateway-context.js";
import { prefersHtml } from "../api/prefers-html.js";
import { toRefilledUrl, whyNoWebhookUrl } from "../portal/accounts/read-account-form.js";
import type { FormState } from "../portal/forms/fields.js";
import { readForm, trimmed } from "../portal/forms/read-form.js";
import { guardPortal, portalHeaders } from "../portal/guard-portal.js";
import type { PortalContext } from "../portal/portal-page.js";
import { readDoctorRun, recordDoctorRun } from "./doctor-run.js";
import { readWelcome } from "./read-welcome.js";
import { startSignatureCheck } from "./signature-check.js";
import { version } from "./version.js";
import { welcomePage } from "./welcome-page.js";
import { welcomePaths } from "./welcome-paths.js";

const emptyForm: FormState = { id: "webhook", values: {} };

/** Creates the page at `/`: a checklist for people, JSON for programs. */
export function createWelcome(portal: PortalContext): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.get("/", portalHeaders(), (c) => {
    c.header("Vary", "Accept");
    if (prefersHtml(c)) return show(c, portal);
    return c.json({
      message: "This is a Numipay sandbox. Open the portal in a browser, and call the API here.",
      name: "@numipay/sandbox",
      version: version(),
      portal: new URL("/portal", c.req.url).href,
    });
  });
  return app;
}

/**
 * Creates the routes of the page's script and forms, and of the report of `numipay doctor`. Must be mounted before the portal,
 * which has the paths above them.
 */
export function createWelcomeForms(portal: PortalContext): Hono<AppEnv> {
  const { store } = portal;
  const app = new Hono<AppEnv>();
  const { page, ...targets } = welcomePaths;
  for (const path of Object.values(welcomePaths)) app.use(path, portalHeaders(), guardPortal());
  app.get(page, (c) => show(c, portal));
  // The address of a rejected form, opened again.
  for (const path of Object.values(targets)) app.get(path, (c) => c.redirect("/", 302));

  app.post(welcomePaths.webhookUrl, async (c) => {
    const url = trimmed(await readForm(c), "webhook_url");
    const problem = whyNoWebhookUrl(url);
    if (problem !== undefined) {
      const values = { webhook_url: toRefilledUrl(url) };
      return show(c, portal, { ...emptyForm, values, problems: { webhook_url: problem } });
    }
    store.accounts.setWebhookUrl(store.accounts.first().accountId, url);
    return c.redirect("/#webhook", 303);
  });

  app.post(welcomePaths.signatureCheck, (c) => {
    const account = store.accounts.first();
    if (account.webhookUrl !== null) startSignatureCheck(portal, account);
    return c.redirect("/#signature", 303);
  });

  app.post(welcomePaths.doctorRun, (c) => {
    const accounts = recordDoctorRun(portal, readDoctorRun(c.get("body")));
    return c.json({
      message: `Recorded for ${accounts.map(({ merchantName }) => merchantName).join(", ")}.`,
      page: new URL("/#doctor", c.req.url).href,
    });
  });
  return app;
}

function show(
  c: Context<AppEnv>,
  portal: PortalContext,
  rejected?: FormState,
): Response | Promise<Response> {
  const welcome = readWelcome(c, portal);
  // A rejected form is filled in, so a reload must not clear it.
  const reloads = rejected === undefined && c.req.query("reload") !== "off";
  const page = welcomePage({ welcome, form: rejected ?? emptyForm, reloads });
  return c.html(page, rejected === undefined ? 200 : 422);
}
