import { shopName } from "../catalogue.js";
import { html, type Html } from "../web/html.js";
import { lightship } from "./lightship.js";

const links: readonly (readonly [path: string, name: string])[] = [
  ["/", "Shop"],
  ["/wallet", "Wallet"],
  ["/office", "Back office"],
];

const icon =
  "data:image/svg+xml," +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#c8432f"/><path d="M14 27 15 12h2l1 15z" fill="#f7efdf"/><circle cx="16" cy="9" r="3.5" fill="#ffd675"/><path d="M3 5l8 3v2l-8 3zM29 5l-8 3v2l8 3z" fill="#ffd675" opacity=".8"/></svg>',
  );

export interface PageContent {
  title: string;
  /** The path of the current navigation link. */
  here?: string;
  content: Html;
}

/** The layout of every page. */
export function page({ title, here, content }: PageContent): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="${icon}" />
        <link rel="stylesheet" href="/style.css" />
        <script type="module" src="/live.js"></script>
      </head>
      <body>
        <a class="skip" href="#content">Skip to content</a>
        <header class="top">
          <a class="brand" href="/"
            ><img src="${icon}" alt="" width="32" height="32" />${shopName}</a
          >
          <nav aria-label="Pages">
            ${links.map(
              ([path, name]) =>
                html`<a href="${path}" ${path === here ? html`aria-current="page"` : ""}
                  >${name}</a
                >`,
            )}
          </nav>
        </header>
        <main id="content">${content}</main>
        <footer class="foot">
          <p>${shopName} is a sample shop. No coffee is sold and no money moves.</p>
        </footer>
      </body>
    </html>`.text;
}

/** A page with a message and nothing else. */
export function messagePage(title: string, text: string): string {
  return page({
    title: `${title} · ${shopName}`,
    content: html`<section class="sheet narrow message">
      <div class="band">${lightship}</div>
      <h1>${title}</h1>
      <p class="lead">${text}</p>
      <p><a class="button" href="/">Back to the shop</a></p>
    </section>`,
  });
}
