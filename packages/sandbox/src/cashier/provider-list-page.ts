import { html } from "hono/html";
import { cashierPath, providerPath } from "../gateway/page-paths.js";
import type { Provider } from "../storage/providers.js";
import { chevronIcon, providerIcons } from "./icons.js";
import { leaveButton } from "./leave-button.js";
import { page, type Markup, type Order } from "./page.js";

/** The hosted cashier: all providers that are available for the transaction. */
export function providerListPage(order: Order, providers: readonly Provider[]): Markup {
  const { record } = order;
  const payout = record.type === "withdrawal";
  return page({
    title: payout ? "Choose a payout method" : "Choose a payment method",
    order,
    content: html`<h1>
        ${payout ? "How would you like to be paid?" : "How would you like to pay?"}
      </h1>
      ${providers.length === 0 ? noProviders() : providerLinks(order, providers)}
      <form class="actions" method="post" action="${cashierPath(record)}">
        ${leaveButton(record)}
      </form>`,
  });
}

function providerLinks({ record }: Order, providers: readonly Provider[]): Markup {
  return html`<p class="lead">Choose a provider.</p>
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
    </ul>`;
}

function noProviders(): Markup {
  return html`<p class="lead">No provider is available.</p>
    <p>
      In the merchant portal, turn on a provider under Settings > Providers, or change the rules
      under Settings > Provider Rules. Then reload this page.
    </p>`;
}
