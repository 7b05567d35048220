import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { AppEnv } from "../api/gateway-context.js";
import type { Mode } from "../gateway/transaction-record.js";
import { createBack, toAddress } from "./back.js";
import { toRun, toVersion } from "./changes.js";
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

  const back = createBack(c);
  const href: PageContext["href"] = (path, query = {}) =>
    toAddress(path, { ...scope, back: back.to(path), ...query });

  const page: PageContext = {
    account,
    accounts,
    mode,
    now: portal.now(),
    href,
    listHref: (path) => toAddress(path, { ...back.filter(), ...scope }),
    show: ({ status, ...content }) => {
      const notice = getCookie(c, noticeCookie);
      if (notice !== undefined) deleteCookie(c, noticeCookie, { path: "/portal" });
      const path = new URL(c.req.url).pathname;
      const live = {
        run: toRun(portal),
        version: toVersion(portal, content.watches),
        // The response to a rejected form has a URL that only accepts POST.
        address: c.req.method === "GET" ? undefined : href(path.split("/")[2] ?? ""),
      };
      return c.html(shell({ page, pages, path, notice, live, ...content }), status ?? 200);
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
