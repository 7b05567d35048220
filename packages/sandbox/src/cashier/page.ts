import { formatAmount } from "@numipay/core/protocol";
import { html } from "hono/html";
import type { TransactionRecord } from "../gateway/transaction-record.js";
import { amountText } from "./amount-text.js";
import { markAddress, markIcon } from "./icons.js";
import { showControls } from "./show-controls.js";
import { styleElement } from "./style.js";

/** HTML in which all interpolated values are escaped, so that text from a merchant cannot become markup. */
export type Markup = ReturnType<typeof html>;

/** A transaction and the name of its merchant. */
export interface Order {
  readonly record: TransactionRecord;
  readonly merchantName: string;
}

/** The content of a page. */
export interface PageContent {
  readonly title: string;
  /** The order to show beside the content. Pages without a transaction have none. */
  readonly order: Order | undefined;
  readonly content: Markup;
}

/** Wraps content in the layout that all pages share. */
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
          <footer>Local Numipay sandbox · never enter a real card here</footer>
        </body>
      </html>`,
  );
}

function orderAside({ record, merchantName }: Order): Markup {
  const verb = record.type === "withdrawal" ? "You receive" : "You pay";
  const isLong = formatAmount(record.amount, record.currency).length > 8;
  return html`<aside class="order" aria-label="Order">
    <div class="merchant">${markIcon}<span>${merchantName}</span></div>
    <div>
      <p>${record.stage === "closed" ? "Amount" : verb}</p>
      <p class="${isLong ? "sum long" : "sum"}">
        ${amountText(record)} <small>${record.currency}</small>
      </p>
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
