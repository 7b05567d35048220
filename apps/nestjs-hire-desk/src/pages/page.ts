import { type Html, html } from "../web/html.js";

const links: readonly (readonly [path: string, name: string])[] = [
  ["/", "Hire"],
  ["/office", "Office"],
];

const icon =
  "data:image/svg+xml," +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#23292c"/><path d="M4 10h24M8 10l-2 17M24 10l2 17M17 10v6" stroke="#f5b70a" stroke-width="3" stroke-linecap="round"/><path d="M13 17h8v6h-8z" fill="#fbfbf9"/></svg>',
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
        <title>${title} · Gantry Tool Hire</title>
        <link rel="icon" href="${icon}" />
        <link rel="stylesheet" href="/style.css" />
        <script type="module" src="/live.js"></script>
      </head>
      <body>
        <a class="skip" href="#content">Skip to content</a>
        <header class="top">
          <a class="brand" href="/"
            ><img src="${icon}" alt="" width="32" height="32" />Gantry Tool Hire</a
          >
          <nav aria-label="Pages">
            ${links.map(
              ([path, name]) =>
                html`<a href="${path}" ${path === here ? html`aria-current="page"` : undefined}
                  >${name}</a
                >`,
            )}
          </nav>
        </header>
        <main id="content">${content}</main>
        <footer class="foot">
          <p>Gantry Tool Hire is a sample app. No tools are hired and no money moves.</p>
        </footer>
      </body>
    </html>`.text;
}
