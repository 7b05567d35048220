import { officeName } from "../timetable.js";
import { html, type Html } from "../web/html.js";

const icon =
  "data:image/svg+xml," +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" fill="#1b2350"/><path d="M16 4l2.2 9.8L28 16l-9.8 2.2L16 28l-2.2-9.8L4 16l9.8-2.2z" fill="#ffc861"/></svg>',
  );

/** The layout of every page. */
export function layout({ title, content }: { title: string; content: Html }): string {
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
            ><img src="${icon}" alt="" width="30" height="30" />${officeName}</a
          >
          <p class="tonight">Ticket office</p>
        </header>
        <main id="content">${content}</main>
        <footer class="foot">
          <p>${officeName} is a sample app. No tickets are sold and no money moves.</p>
        </footer>
      </body>
    </html>`.text;
}
