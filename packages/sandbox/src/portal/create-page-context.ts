import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { AppEnv } from "../api/gateway-context.js";
import type { Mode } from "../gateway/transaction-record.js";
import { toVersion } from "./changes.js";
import type { PortalContext, PortalPage } from "./portal-page.js";
import type { PageContext } from "./page-context.js";
import { shell } from "./shell.js";

const noticeCookie = "sandbox_portal_notice";

/** Reads a request to the portal. An account that does not exist gives way to the first one. */
export function createPageContext(
  c: Context<AppEnv>,
  portal: PortalContext,
  { pages }: { pages: readonly PortalPage[] },
): PageContext {
  const accounts = portal.store.accounts.list();
  const named = accounts.find(({ accountId }) => accountId === c.req.query("account"));
  const account = named ?? portal.store.accounts.first();
  const mode = toMode(c.req.query("mode"));
  // The first account and both modes are what an address means that says nothing: the usual address stays short.
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

  const turn: PageContext = {
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
      return c.html(shell({ turn, pages, path, notice, version, ...content }), status ?? 200);
    },
    goTo(path, notice) {
      // A cookie and not the address: a link from elsewhere must not be able to put words into the portal's mouth.
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
  return turn;
}

function toMode(value: string | undefined): Mode | undefined {
  return value === "test" || value === "live" ? value : undefined;
}
