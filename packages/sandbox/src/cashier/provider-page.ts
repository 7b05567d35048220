import { html } from "hono/html";
import type { TransactionRecord } from "../gateway/transaction-record.js";
import type { Provider } from "../storage/providers.js";
import { cardFields, testCardHint } from "./card-fields.js";
import { providerIcons } from "./icons.js";
import { page, type Markup } from "./page.js";
import { cashierPath, providerPath } from "../gateway/page-paths.js";
import type { CardFormProblem } from "./read-card-form.js";

/** What a provider's page shows: the transaction, the provider, and what was wrong with the form sent before. */
export interface ProviderPageContent {
  readonly record: TransactionRecord;
  readonly provider: Provider;
  readonly merchantName: string;
  readonly problem?: CardFormProblem;
}

/** The page of one provider, on which the person in front of it decides what the provider does. */
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
          : html`<a class="back" href="${cashierPath(record)}">Choose another way</a>`
      }
      ${provider.kind === "card" ? testCardHint() : ""}`,
  });
}

function leadOf(provider: Provider, payout: boolean): string {
  if (payout) return "Once you confirm, the merchant approves or rejects it.";
  if (provider.kind === "card") return "A test card decides how it ends.";
  return `Here ${provider.name} would ask the customer. You decide how it ends.`;
}

function paymentForm({ record, provider, problem }: ProviderPageContent): Markup {
  // The first button is the one that Enter presses. The others must work with an empty form.
  return html`<form method="post" action="${providerPath(record, provider.providerId)}">
    ${provider.kind === "card" ? cardFields(problem) : ""}
    <div class="actions">
      <button class="go" name="action" value="pay">Pay ${record.amount} ${record.currency}</button>
      <button class="fail" name="action" value="fail" formnovalidate>Fail the payment</button>
      <button class="leave" name="action" value="leave" formnovalidate>Walk away</button>
    </div>
  </form>`;
}

function payoutForm({ record, provider }: ProviderPageContent): Markup {
  return html`<form method="post" action="${providerPath(record, provider.providerId)}">
    <div class="actions">
      <button class="go" name="action" value="confirm">
        Withdraw ${record.amount} ${record.currency}
      </button>
      <button class="leave" name="action" value="leave">Walk away</button>
    </div>
  </form>`;
}
