import { html } from "hono/html";
import type { Markup } from "../cashier/page.js";
import { markIcon } from "../cashier/icons.js";
import { showControls } from "../cashier/show-controls.js";
import { assetPath, scriptNames } from "./assets.js";
import { icon } from "./icons.js";
import { toClockText } from "./parts/instant.js";
import type { PortalPage } from "./portal-page.js";
import type { PageContext } from "./page-context.js";

/** The content of the layout. */
interface ShellContent {
  readonly page: PageContext;
  readonly pages: readonly PortalPage[];
  /** The path of the request, which selects the current entry of the navigation. */
  readonly path: string;
  readonly title: string;
  readonly notice: string | undefined;
  readonly live: LiveState;
  readonly content: Markup;
}

/** What the page's script compares with the change stream. */
interface LiveState {
  readonly run: string;
  readonly version: string;
  /** Where the script fetches the page again. Defaults to the page's URL. */
  readonly address: string | undefined;
}

/** Wraps a page in the portal's layout. */
export function shell(shown: ShellContent): Markup {
  const { page, pages, path, title, notice, live, content } = shown;
  const current = pages.find((entry) => isWithin(path, entry));
  const section = current === undefined || current.title === title ? "" : ` · ${current.title}`;
  return showControls(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <meta name="color-scheme" content="light dark" />
          <title>SANDBOX · ${title}${section} · Numipay portal</title>
          <link rel="icon" type="image/svg+xml" href="${assetPath("icon.svg")}" />
          <link rel="stylesheet" href="${assetPath("style.css")}" />
          <link rel="stylesheet" href="${assetPath("payments.css")}" />
          <link rel="stylesheet" href="${assetPath("settings.css")}" />
          <link rel="stylesheet" media="print" href="${assetPath("print.css")}" />
          <script type="module" src="${assetPath("live.js")}"></script>
          ${scriptNames.map((name) => html`<link rel="modulepreload" href="${assetPath(name)}" />`)}
        </head>
        <body>
          <a class="skip" href="#main">Skip to content</a>
          <aside class="ribbon" aria-label="Sandbox">
            <strong>SANDBOX</strong><span>No real money moves here</span>
          </aside>
          <div class="layout">
            <header class="side">
              <a class="brand" id="brand" href="${page.href(pages[0]?.path ?? "")}"
                >${markIcon}<span>Numipay <small>sandbox portal</small></span></a
              >
              ${switcher(page, path)}
              <nav id="pages" aria-label="Portal">${navigation(pages, current, page)}</nav>
              ${clock(page)}
            </header>
            <main
              id="main"
              tabindex="-1"
              data-run="${live.run}"
              data-version="${live.version}"
              ${live.address === undefined ? "" : html`data-address="${live.address}"`}
            >
              ${notice === undefined ? "" : html`<p class="notice" role="status">${notice}</p>`}
              ${content}
            </main>
          </div>
          <p class="unseen" role="status" aria-live="polite" id="announcement"></p>
          <div class="outage" id="outage" role="alert" hidden></div>
        </body>
      </html>`,
  );
}

function isWithin(path: string, { path: own }: PortalPage): boolean {
  return path === `/portal/${own}` || path.startsWith(`/portal/${own}/`);
}

function navigation(
  pages: readonly PortalPage[],
  current: PortalPage | undefined,
  page: PageContext,
): Markup {
  const groups = [...new Set(pages.map(({ group }) => group))];
  return html`${groups.map(
    (group) =>
      html`<h2 id="group-${group.toLowerCase()}">${group}</h2>
        <ul aria-labelledby="group-${group.toLowerCase()}">
          ${pages
            .filter((entry) => entry.group === group)
            .map(
              (entry) =>
                html`<li>
                  <a
                    href="${page.href(entry.path)}"
                    ${entry === current ? html`aria-current="page"` : ""}
                    >${icon(entry.icon)}<span>${entry.title}</span></a
                  >
                </li>`,
            )}
          ${
            group === groups.at(-1)
              ? html`<li>
                  <a href="/">${icon("steps")}<span>First steps</span></a>
                </li>`
              : ""
          }
        </ul>`,
  )}`;
}

/** One form for both fields. The script submits it on change. */
function switcher({ account, accounts, mode }: PageContext, path: string): Markup {
  // A transaction belongs to one account, so switching accounts on its page leads to the list.
  const action = path.split("/").slice(0, 3).join("/");
  return html`<form
    class="scope"
    id="scope"
    method="get"
    action="${action}"
    autocomplete="off"
    data-scope
  >
    ${
      accounts.length < 2
        ? html`<p class="account">${account.merchantName}</p>`
        : html`<label
            ><span class="unseen">Account</span
            ><select name="account">
              ${accounts.map(
                ({ accountId, merchantName }) =>
                  html`<option
                    value="${accountId}"
                    ${accountId === account.accountId ? "selected" : ""}
                  >
                    ${merchantName}
                  </option>`,
              )}
            </select></label
          >`
    }
    <label
      ><span class="unseen">Mode</span
      ><select name="mode">
        ${[
          ["", "Test and live"],
          ["test", "Test only"],
          ["live", "Live only"],
        ].map(
          ([value, text]) =>
            html`<option value="${value}" ${value === (mode ?? "") ? "selected" : ""}>
              ${text}
            </option>`,
        )}
      </select></label
    >
    <button class="go without-script">Show</button>
  </form>`;
}

function clock({ now }: PageContext): Markup {
  return html`<div class="clock">
    <p>
      <span>Sandbox clock</span>
      <b data-clock>${toClockText(now)}</b>
    </p>
    <p class="live" data-connection hidden></p>
  </div>`;
}
