import { html } from "hono/html";
import type { TransactionRecord } from "../gateway/transaction-record.js";
import { markAddress, markIcon } from "./icons.js";
import { showControls } from "./show-controls.js";
import { styleElement } from "./style.js";

/** Escaped HTML: `html` escapes whatever is put into it, so nothing a merchant sends can become markup. */
export type Markup = ReturnType<typeof html>;

/** What a page says. */
export interface PageContent {
  readonly title: string;
  /** The order beside the content, and whom it is from; a page about no transaction has none. */
  readonly order?: { readonly record: TransactionRecord; readonly merchantName: string };
  readonly content: Markup;
}

/** Puts the frame of every page around its content. */
export function page({ title, order, content }: PageContent): Markup {
  return showControls(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <title>SANDBOX · ${title}</title>
          <link rel="icon" href="${markAddress}" />
          ${styleElement}
        </head>
        <body>
          <header class="stripe">
            <strong>SANDBOX</strong><span>No real money moves here</span>
          </header>
          <main>
            <div class="${order === undefined ? "sheet alone" : "sheet"}">
              ${order === undefined ? "" : orderAside(order)}
              <section class="desk">${content}</section>
            </div>
          </main>
          <footer>Local Numipay sandbox · never give a real card here</footer>
        </body>
      </html>`,
  );
}

function orderAside({ record, merchantName }: NonNullable<PageContent["order"]>): Markup {
  const verb = record.type === "withdrawal" ? "You receive" : "You pay";
  return html`<aside class="order" aria-label="Order">
    <div class="merchant">${markIcon}<span>${merchantName}</span></div>
    <div>
      <p>${verb}</p>
      <p class="sum">${record.amount} <small>${record.currency}</small></p>
    </div>
    <dl>
      <div>
        <dt>Reference</dt>
        <dd>${record.trackingId}</dd>
      </div>
      <div>
        <dt>Customer</dt>
        <dd>${record.userId}</dd>
      </div>
    </dl>
  </aside>`;
}
