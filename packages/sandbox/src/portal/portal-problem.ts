import type { Context } from "hono";
import { html } from "hono/html";
import type { ApiProblem } from "../api/api-problem.js";
import type { AppEnv } from "../api/gateway-context.js";
import type { Markup } from "../cashier/page.js";
import { missingPage } from "./parts/empty-state.js";
import type { PageContext } from "./page-context.js";
import type { Portal } from "./portal-page.js";
import { portalPages } from "./portal-pages.js";

type PageResponse = Response | Promise<Response>;

/** Responds to an address at which the portal has no page. */
export function pageNotFound(c: Context<AppEnv>, portal: Portal): PageResponse {
  const page = portal.page(c);
  const title = "Page not found";
  const text = `The portal has no page at ${c.req.path}.`;
  const content = missingPage({ title, text, more: waysBack(c, page) });
  return page.show({ title, watches: [], content, status: 404 });
}

/** Responds to an account in the URL that does not exist, such as one of a sandbox that was restarted. */
export function accountNotFound(c: Context<AppEnv>, portal: Portal): PageResponse {
  const page = portal.page(c);
  const title = "No such account";
  const text =
    "The sandbox has no account with the id in this address. An in-memory sandbox loses its data when it stops.";
  const more = html`${page.accounts.map(
    ({ accountId, merchantName }) =>
      html`<p>
        <a href="${page.href("transactions", { account: accountId })}">Open ${merchantName}</a>
      </p>`,
  )}`;
  const content = missingPage({ title, text, more });
  return page.show({ title, watches: [], content, status: 404 });
}

/** Responds to a method that the address does not have, such as GET for the address of a form. */
export function wrongMethod(
  c: Context<AppEnv>,
  portal: Portal,
  methods: readonly string[],
): PageResponse {
  const page = portal.page(c);
  const [title, text] = methods.includes("GET")
    ? ["This page accepts no form", `It can be opened, but not called with ${c.req.method}.`]
    : [
        "This address is not a page",
        "It belongs to a form. Open the form's page, and submit it there.",
      ];
  c.header("Allow", methods.join(", "));
  const content = missingPage({ title, text, more: waysBack(c, page) });
  return page.show({ title, watches: [], content, status: 405 });
}

/** Responds to a request that the portal rejects. */
export function showProblem(
  c: Context<AppEnv>,
  portal: Portal,
  { status, message }: ApiProblem,
): PageResponse {
  const page = portal.page(c);
  const title = "Request rejected";
  const content = missingPage({ title, text: message, more: waysBack(c, page) });
  return page.show({ title, watches: [], content, status });
}

/** Links to the page of the navigation that the address is below, and to the start. */
function waysBack(c: Context<AppEnv>, page: PageContext): Markup {
  const [, , section] = c.req.path.split("/");
  const above = portalPages.find(({ path }) => path === section) ?? portalPages[0];
  return html`${
      above === undefined
        ? ""
        : html`<p><a href="${page.href(above.path)}">Back to ${above.title}</a></p>`
    }
    <p><a href="/">Welcome page</a></p>`;
}
