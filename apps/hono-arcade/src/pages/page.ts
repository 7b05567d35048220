import { html } from "hono/html";
import { lantern } from "./lantern.js";

type Content = ReturnType<typeof html>;

const icon =
  "data:image/svg+xml," +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" fill="#2b1038"/><path d="M11 9h10M16 5v4M10 26h12" stroke="#f0b54a" stroke-width="2.5" stroke-linecap="round"/><path d="M12 10h8l3 6-3 9h-8l-3-9z" fill="#f0b54a"/><path d="M16 13q4 5 0 9q-4-4 0-9z" fill="#fff3c9"/></svg>',
  );

export interface PageContent {
  title: string;
  /** What the top of the page says beside the name. */
  place: string;
  content: Content;
}

/** The layout of every page. */
export function page({ title, place, content }: PageContent): Content {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Brass Lantern Games</title>
        <link rel="icon" href="${icon}" />
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <a class="skip" href="#content">Skip to content</a>
        <header class="top">
          <a class="brand" href="/"
            ><img src="${icon}" alt="" width="30" height="30" />Brass Lantern Games</a
          >
          <p class="quiet">${place}</p>
        </header>
        <main id="content">${content}</main>
        <footer class="foot">
          <p>Brass Lantern Games is a sample app. No coins are sold and no money moves.</p>
        </footer>
      </body>
    </html>`;
}

export interface Message {
  title: string;
  text: string;
  /** See `PageContent`. */
  place: string;
}

/** A page with a message and nothing else. */
export function messagePage({ title, text, place }: Message): Content {
  return page({
    title,
    place,
    content: html`<section class="sheet narrow dark">
      ${lantern}
      <h1>${title}</h1>
      <p class="lead">${text}</p>
      <p><a class="button" href="/">Back to the front page</a></p>
    </section>`,
  });
}
