import type { CardField } from "../hires/card.js";
import { type Html, html } from "../web/html.js";

/** What a submitted card form keeps: never the number or the CVV. */
export interface SubmittedCard {
  invalid: readonly CardField[];
  kept: Partial<Record<"card_holder" | "expiry_month" | "expiry_year", string>>;
}

/** What to do about each field. */
const advice: Record<CardField, string> = {
  card_holder: "Enter the name on the card.",
  card_number: "Enter a card number of 12 to 19 digits.",
  expiry_month: "Enter a month such as 04.",
  expiry_year: "Enter a year such as 2030.",
  cvv: "Enter three or four digits.",
};

/** The inputs of the card form. Each problem is shown at its field. */
export function cardFields({ invalid, kept }: SubmittedCard = { invalid: [], kept: {} }): Html {
  const field = (name: CardField, label: string, attributes: Html): Html => {
    const isInvalid = invalid.includes(name);
    const value = name === "card_number" || name === "cvv" ? undefined : kept[name];
    return html`<div class="field">
      <label for="${name}">${label}</label>
      <input
        id="${name}"
        name="${name}"
        value="${value}"
        required
        ${attributes}
        ${isInvalid ? html`aria-invalid="true" aria-describedby="${name}-problem"` : undefined}
        ${invalid[0] === name ? html`autofocus` : undefined}
      />
      ${isInvalid ? html`<p class="problem" id="${name}-problem">${advice[name]}</p>` : undefined}
    </div>`;
  };
  return html`${
      invalid.length === 0
        ? undefined
        : html`<p class="problem" role="alert">
            Nothing was charged. Please check the marked fields, and enter number and CVV again.
          </p>`
    }
    ${field("card_holder", "Name on the card", html`maxlength="100" autocomplete="cc-name"`)}
    ${field("card_number", "Card number", html`inputmode="numeric" autocomplete="cc-number"`)}
    <div class="row">
      ${field(
        "expiry_month",
        "Month",
        html`inputmode="numeric" maxlength="2" placeholder="12" autocomplete="cc-exp-month"`,
      )}
      ${field(
        "expiry_year",
        "Year",
        html`inputmode="numeric" maxlength="4" placeholder="2030" autocomplete="cc-exp-year"`,
      )}
      ${field("cvv", "CVV", html`inputmode="numeric" maxlength="4" autocomplete="cc-csc"`)}
    </div>`;
}
