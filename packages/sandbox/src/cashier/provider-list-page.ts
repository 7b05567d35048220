import { html } from "hono/html";
import type { TransactionRecord } from "../gateway/transaction-record.js";
import type { Provider } from "../storage/providers.js";
import { chevronIcon, providerIcons } from "./icons.js";
import { page, type Markup } from "./page.js";
import { cashierPath, providerPath } from "../gateway/page-paths.js";

/** The hosted cashier: every provider that takes this type of transaction. */
export function providerListPage(
  record: TransactionRecord,
  providers: readonly Provider[],
  merchantName: string,
): Markup {
  const payout = record.type === "withdrawal";
  return page({
    title: payout ? "Choose where the money goes" : "Choose how to pay",
    order: { record, merchantName },
    content: html`<h1>${payout ? "Where should it go?" : "How would you like to pay?"}</h1>
      <p class="lead">${payout ? "Pick one way to be paid." : "Pick one way to pay."}</p>
      <ul class="ways">
        ${providers.map(
          (provider) =>
            html`<li>
              <a class="way" href="${providerPath(record, provider.providerId)}">
                <i class="badge">${providerIcons[provider.kind]}</i>
                <span><b>${provider.name}</b><small>${provider.blurb}</small></span>
                ${chevronIcon}
              </a>
            </li>`,
        )}
      </ul>
      <form class="actions" method="post" action="${cashierPath(record)}">
        <button class="leave" name="action" value="leave">Walk away</button>
      </form>`,
  });
}
