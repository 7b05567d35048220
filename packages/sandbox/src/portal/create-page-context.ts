import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { AppEnv } from "../api/gateway-context.js";
import type { Mode } from "../gateway/transaction-record.js";
import { toVersion } from "./changes.js";
import type { PortalContext, PortalPage } from "./portal-page.js";
import type { PageContext } from "./page-context.js";
import { shell } from "./shell.js";

const noticeCookie = "sandbox_portal_notice";

/** Reads a request to the portal. Falls back to the first account if the requested one does not exist. */
export function createPageContext(
  c: Context<AppEnv>,
  portal: PortalContext,
  { pages }: { pages: readonly PortalPage[] },
): PageContext {
  const accounts = portal.store.accounts.list();
  const named = accounts.find(({ accountId }) => accountId === c.req.query("account"));
  const account = named ?? portal.store.accounts.first();
  const mode = toMode(c.req.query("mode"));
  // The first account and both modes are the defaults, which keeps most URLs short.
  const scope = {
    account: account.accountId === accounts[0]?.accountId ? undefined : account.accountId,
    mode,
  };

  const href: PageContext["href"] = (path, query = {}) => {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...scope, ...query })) {
      if (value !== undefined && value !== "") search.set(name, value);
    }
    return `/portal/${path}${search.size === 0 ? "" : `?${search.toString()}`}`;
  };

  const page: PageContext = {
    account,
    accounts,
    mode,
    now: portal.now(),
    href,
    show: ({ status, ...content }) => {
      const notice = getCookie(c, noticeCookie);
      if (notice !== undefined) deleteCookie(c, noticeCookie, { path: "/portal" });
      const path = new URL(c.req.url).pathname;
      const version = toVersion(portal, content.watches);
      return c.html(shell({ page, pages, path, notice, version, ...content }), status ?? 200);
    },
    goTo(path, notice) {
      // A cookie, not a query parameter: a link from another site must not be able to show text in the portal.
      if (notice !== undefined) {
        setCookie(c, noticeCookie, notice, {
          path: "/portal",
          httpOnly: true,
          sameSite: "Strict",
          secure: new URL(c.req.url).protocol === "https:",
          maxAge: 20,
        });
      }
      return c.redirect(href(path), 303);
    },
  };
  return page;
}

function toMode(value: string | undefined): Mode | undefined {
  return value === "test" || value === "live" ? value : undefined;
}
