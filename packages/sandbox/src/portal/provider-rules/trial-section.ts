import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import { problemSummary, selectField, textField, type FormState } from "../forms/fields.js";
import { scopeFields } from "../parts/fields.js";
import type { PageContext } from "../page-context.js";

/** The result of the rules for an example payment. */
export interface Trial {
  readonly form: FormState;
  /** One entry for each provider, in the cashier's order. Undefined before the first test. */
  readonly outcome:
    | readonly { readonly name: string; readonly refusal: string | undefined }[]
    | undefined;
}

/** The form that tests the rules. It uses GET, because it changes nothing and its result can be shared. */
export function trialSection(page: PageContext, { form, outcome }: Trial): Markup {
  const action = page.href("provider-rules");
  return html`<section class="sheet padded" aria-labelledby="trial-title">
    <h2 id="trial-title">Test the rules</h2>
    <p class="hint">See which providers the cashier shows for a payment.</p>
    <form method="get" action="${action}">
      ${scopeFields(action)} ${problemSummary(form)}
      <div class="grid">
        ${selectField(form, {
          name: "try_direction",
          label: "Direction",
          options: [
            ["deposit", "Deposit"],
            ["withdrawal", "Payout"],
          ],
        })}
        ${textField(form, {
          name: "try_amount",
          label: "Amount",
          required: true,
          keyboard: "decimal",
          placeholder: "200.00",
          maxLength: 20,
        })}
        ${textField(form, {
          name: "try_currency",
          label: "Currency",
          required: true,
          placeholder: "EUR",
          maxLength: 3,
        })}
        ${textField(form, {
          name: "try_country",
          label: "Country",
          placeholder: "DE",
          maxLength: 2,
        })}
      </div>
      <div class="actions"><button class="go">Test</button></div>
    </form>
    ${outcome === undefined ? "" : outcomeList(outcome)}
  </section>`;
}

function outcomeList(outcome: NonNullable<Trial["outcome"]>): Markup {
  const shown = outcome.filter(({ refusal }) => refusal === undefined).length;
  // The focus scrolls to it. A fragment in the URL would keep invalid fields from getting the focus.
  return html`<div
    role="status"
    class="outcome"
    id="trial-outcome"
    tabindex="-1"
    autofocus
    data-live
  >
    <p>
      <strong>${shown === 0 ? "No provider" : `${shown} of ${outcome.length} providers`}</strong>
      shown.
    </p>
    <ul>
      ${outcome.map(
        ({ name, refusal }) =>
          html`<li>
            <span class="badge ${refusal === undefined ? "good" : ""}"
              >${refusal === undefined ? "shown" : "hidden"}</span
            >
            <span
              >${name}${refusal === undefined ? "" : html`<span class="soft">: ${refusal}</span>`}</span
            >
          </li>`,
      )}
    </ul>
  </div>`;
}
