import { html } from "hono/html";
import type { TransactionRecord } from "../gateway/transaction-record.js";
import type { Provider } from "../storage/providers.js";
import { chevronIcon, providerIcons } from "./icons.js";
import { page, type Markup } from "./page.js";
import { cashierPath, providerPath } from "../gateway/page-paths.js";

/** The hosted cashier: all providers that are available for the transaction. */
export function providerListPage(
  record: TransactionRecord,
  providers: readonly Provider[],
  merchantName: string,
): Markup {
  const payout = record.type === "withdrawal";
  return page({
    title: payout ? "Choose a payout method" : "Choose a payment method",
    order: { record, merchantName },
    content: html`<h1>
        ${payout ? "How would you like to be paid?" : "How would you like to pay?"}
      </h1>
      <p class="lead">Choose a provider.</p>
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
        <button class="leave" name="action" value="leave">Cancel and return to the shop</button>
      </form>`,
  });
}
