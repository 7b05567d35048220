// @ts-check
import { providers } from "../payments/providers.js";
import { html } from "../web/html.js";

/**
 * The providers, in our own words.
 *
 * @param typed the one that was chosen before
 */
export function providerChoice(typed?: unknown) {
  const chosen = providers.find(({ id }) => id === typed) ?? providers[0];
  return html`<fieldset>
    <legend>How to pay</legend>
    <div class="choices three">
      ${providers.map(
        (provider) =>
          html`<label class="choice">
            <input
              type="radio"
              name="provider"
              value="${provider.id}"
              required
              ${provider === chosen ? html`checked` : ""}
            />
            <span class="what"><b>${provider.name}</b> <span>${provider.hint}</span></span>
          </label>`,
      )}
    </div>
  </fieldset>`;
}
