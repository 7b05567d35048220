import { providers } from "../payments/providers.js";
import { html, type Html } from "../web/html.js";

/** Radio buttons for the providers. The selected one defaults to the first. */
export function providerChoice(selectedId?: unknown): Html {
  const selected = providers.find(({ id }) => id === selectedId) ?? providers[0];
  return html`<fieldset>
    <legend>Payment method</legend>
    <div class="choices three">
      ${providers.map(
        (provider) =>
          html`<label class="choice">
            <input
              type="radio"
              name="provider"
              value="${provider.id}"
              required
              ${provider === selected ? html`checked` : ""}
            />
            <span class="what"><b>${provider.name}</b> <span>${provider.hint}</span></span>
          </label>`,
      )}
    </div>
  </fieldset>`;
}
