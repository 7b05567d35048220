import { type Contract, nearestWord } from "@numipay/core/protocol";
import type { Context } from "hono";
import { html } from "hono/html";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { explainMove } from "../api/explain-path.js";
import type { AppEnv } from "../api/gateway-context.js";
import { matchesPath } from "../api/route-path.js";
import { chevronIcon, verdictIcons } from "../cashier/icons.js";
import { page, type Markup } from "../cashier/page.js";
import { contentSecurityPolicy } from "../cashier/style.js";
import { isLoopback } from "../gateway/is-loopback.js";

/** An error as a page. */
interface Problem {
  readonly status: ContentfulStatusCode;
  readonly title: string;
  readonly text: string;
  /** Links and explanations below the text. Defaults to the way to the welcome page and the portal. */
  readonly more?: Markup;
}

/** Responds with an error page. It looks like the cashier, whose stylesheet needs no second request. */
export function showProblemPage(
  c: Context<AppEnv>,
  { status, title, text, more = ways(c) }: Problem,
): Response | Promise<Response> {
  c.header("Content-Security-Policy", contentSecurityPolicy);
  c.header("Cache-Control", "no-store");
  c.header("Referrer-Policy", "same-origin");
  const content = html`${verdictIcons.bad}
    <h1>${title}</h1>
    <p class="lead">${text}</p>
    ${more}`;
  return c.html(page({ title, order: undefined, content }), status);
}

/** Responds to a path that the sandbox does not have, with the pages that it has and how programs call the API. */
export function showUnknownPath(
  c: Context<AppEnv>,
  contract: Contract,
): Response | Promise<Response> {
  const { method } = c.req;
  const { pathname } = new URL(c.req.url);
  const { basePath, operations, headers } = contract;
  const { hostedCheckout } = operations;
  const [, first = ""] = pathname.split("/");
  const where = method === "GET" ? `at ${pathname}` : `for ${method} ${pathname}`;
  const hint = nearestWord(first, ["portal"]) === undefined ? "" : " Did you mean /portal?";
  return showProblemPage(c, {
    status: 404,
    title: "Page not found",
    text: `The sandbox has no page ${where}.${hint}`,
    more: html`${ways(c)}
      <p class="hint">
        ${explainMove(contract, { method, pathname })} Programs call the API at this address, such
        as <code>${hostedCheckout.method} ${basePath}${hostedCheckout.path}</code> with a key in
        <code>${headers.apiKey}</code>, and get JSON.
      </p>`,
  });
}

/** Whether a path belongs to an operation of the API, whose errors are always JSON. */
export function isOperationPath({ basePath, operations }: Contract, pathname: string): boolean {
  return Object.values(operations).some(({ path }) => matchesPath(basePath + path, pathname));
}

function ways(c: Context<AppEnv>): Markup {
  const origin = toReachableOrigin(c);
  return html`<ul class="ways">
    ${way(`${origin}/portal`, "Portal", "Transactions, webhooks, keys, clock and chaos")}
    ${way(`${origin}/`, "Welcome page", "What this is, and the first steps")}
  </ul>`;
}

function way(address: string, name: string, text: string): Markup {
  return html`<li>
    <a class="way" href="${address}"
      ><span><b>${name}</b><small>${text}</small></span
      >${chevronIcon}</a
    >
  </li>`;
}

/** Empty for the origin of the request, unless its host name is rejected: links to it would be too. */
function toReachableOrigin(c: Context<AppEnv>): string {
  const { hostname, protocol, port } = new URL(c.req.url);
  if (c.env.remoteAllowed === true || isLoopback(hostname)) return "";
  return `${protocol}//127.0.0.1${port === "" ? "" : `:${port}`}`;
}
