import { html } from "hono/html";
import { cashierPath, providerPath } from "../gateway/page-paths.js";
import type { Provider } from "../storage/providers.js";
import { amountText } from "./amount-text.js";
import type { CardDraft } from "./card-draft.js";
import { cardFields, testCardHint } from "./card-fields.js";
import { providerIcons } from "./icons.js";
import { leaveButton } from "./leave-button.js";
import { page, type Markup, type Order } from "./page.js";

/** The content of a provider's page. */
export interface ProviderPageContent extends Order {
  readonly provider: Provider;
  /** What to show in the card form. */
  readonly draft: CardDraft;
}

/** The page of one provider. The person testing decides the result here. */
export function providerPage(shown: ProviderPageContent): Markup {
  const { record, provider, draft } = shown;
  const payout = record.type === "withdrawal";
  const title = payout ? `Withdraw to ${provider.name}` : `Pay with ${provider.name}`;
  const isWrong = provider.kind === "card" && draft.problems.length > 0;
  return page({
    title: isWrong ? `Error: ${title}` : title,
    order: shown,
    content: html`<div class="heading">
        <i class="badge">${providerIcons[provider.kind]}</i>
        <div>
          <h1>${title}</h1>
          <p class="lead">${leadOf(provider, payout)}</p>
        </div>
      </div>
      ${payout ? payoutForm(shown) : paymentForm(shown)}
      ${
        record.flow === "direct"
          ? ""
          : html`<a class="back" href="${cashierPath(record)}">Choose another method</a>`
      }
      ${provider.kind === "card" ? testCardHint() : ""}`,
  });
}

function leadOf(provider: Provider, payout: boolean): string {
  if (payout) return "After you confirm, the merchant approves or rejects the payout.";
  if (provider.kind === "card") return "The test card decides the result.";
  return `In production, ${provider.name} asks the customer here. You choose the result.`;
}

function paymentForm({ record, provider, draft }: ProviderPageContent): Markup {
  // Enter presses the first button. The browser's own check is off: it names one wrong field, the page names all.
  return html`<form method="post" action="${providerPath(record, provider.providerId)}" novalidate>
    ${provider.kind === "card" ? cardFields(draft) : ""}
    <div class="actions">
      <button class="go" name="action" value="pay">
        Pay ${amountText(record)} ${record.currency}
      </button>
      <button class="fail" name="action" value="fail">Fail the payment</button>
      ${leaveButton(record)}
    </div>
  </form>`;
}

function payoutForm({ record, provider }: ProviderPageContent): Markup {
  return html`<form method="post" action="${providerPath(record, provider.providerId)}">
    <div class="actions">
      <button class="go" name="action" value="confirm">
        Withdraw ${amountText(record)} ${record.currency}
      </button>
      ${leaveButton(record)}
    </div>
  </form>`;
}
