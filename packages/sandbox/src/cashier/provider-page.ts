import { html } from "hono/html";
import type { TransactionRecord } from "../gateway/transaction-record.js";
import type { Provider } from "../storage/providers.js";
import { cardFields, testCardHint } from "./card-fields.js";
import { providerIcons } from "./icons.js";
import { page, type Markup } from "./page.js";
import { cashierPath, providerPath } from "../gateway/page-paths.js";
import type { CardFormProblem } from "./read-card-form.js";

/** The content of a provider's page, with the problem of a rejected form. */
export interface ProviderPageContent {
  readonly record: TransactionRecord;
  readonly provider: Provider;
  readonly merchantName: string;
  readonly problem?: CardFormProblem;
}

/** The page of one provider. The person testing decides the result here. */
export function providerPage(shown: ProviderPageContent): Markup {
  const { record, provider, merchantName } = shown;
  const payout = record.type === "withdrawal";
  const title = payout ? `Withdraw to ${provider.name}` : `Pay with ${provider.name}`;
  return page({
    title,
    order: { record, merchantName },
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

function paymentForm({ record, provider, problem }: ProviderPageContent): Markup {
  // Enter presses the first button. The others must work with an empty form.
  return html`<form method="post" action="${providerPath(record, provider.providerId)}">
    ${provider.kind === "card" ? cardFields(problem) : ""}
    <div class="actions">
      <button class="go" name="action" value="pay">Pay ${record.amount} ${record.currency}</button>
      <button class="fail" name="action" value="fail" formnovalidate>Fail the payment</button>
      <button class="leave" name="action" value="leave" formnovalidate>
        Cancel and return to the shop
      </button>
    </div>
  </form>`;
}

function payoutForm({ record, provider }: ProviderPageContent): Markup {
  return html`<form method="post" action="${providerPath(record, provider.providerId)}">
    <div class="actions">
      <button class="go" name="action" value="confirm">
        Withdraw ${record.amount} ${record.currency}
      </button>
      <button class="leave" name="action" value="leave">Cancel and return to the shop</button>
    </div>
  </form>`;
}
