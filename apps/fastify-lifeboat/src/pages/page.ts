/** All texts are constant, so nothing needs to be escaped. */
export interface PageContent {
  title: string;
  content: string;
}

const icon =
  "data:image/svg+xml," +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#0f4c4a"/><path d="M4 17h24l-4 7H9z" fill="#f26a21"/><path d="M12 10h8v6h-8z" fill="#fffdf6"/><path d="M3 27q3-3 6 0t6 0 6 0 6 0" fill="none" stroke="#bfe3dd" stroke-width="2"/></svg>',
  );

const boat = `<svg class="boat" viewBox="0 0 560 170" aria-hidden="true">
  <path class="far-sea" d="M0 112 q20 -10 40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 V170 H0 Z" />
  <g transform="rotate(-4 280 110)">
    <path d="M196 78 h150 l14 30 H186 Z" fill="#fffdf6" />
    <path d="M206 84 h30 v16 h-34 Z M244 84 h34 v16 h-34 Z M286 84 h34 v16 h-34 Z" fill="#0f4c4a" />
    <path d="M262 78 V40 M262 50 l26 8 -26 8 Z M300 78 V54 h18 v24 Z" fill="#f26a21" stroke="#0f4c4a" stroke-width="4" />
    <path d="M150 106 H418 Q412 146 376 150 H200 Q164 146 150 106 Z" fill="#f26a21" />
    <path d="M150 106 H418 L416 116 H153 Z" fill="#0f4c4a" />
    <circle cx="206" cy="130" r="10" fill="none" stroke="#fffdf6" stroke-width="6" />
  </g>
  <path class="near-sea" d="M0 140 q16 -9 32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 V170 H0 Z" />
</svg>`;

/** The layout of both pages. */
export function page({ title, content }: PageContent): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${title} · Skerry Lifeboat</title>
    <link rel="icon" href="${icon}" />
    <link rel="stylesheet" href="/style.css" />
  </head>
  <body>
    <main>
      ${boat}
      ${content}
    </main>
    <footer>
      <p>Skerry Lifeboat is a sample app. No boat is launched and no money moves.</p>
    </footer>
  </body>
</html>`;
}
