import { html } from "hono/html";
import { testCards } from "../gateway/test-cards.js";
import { type CardDraft, maxHolderLength } from "./card-draft.js";
import type { Markup } from "./page.js";
import { type CardField, cardProblems } from "./read-card-form.js";

/** The card form. Autofill is off so that browsers do not offer real cards. */
export function cardFields({ cardHolder, expiry, problems }: CardDraft): Markup {
  const field = (name: CardField, label: string, attributes: Markup): Markup => {
    const problem = problems.includes(name) ? cardProblems[name] : undefined;
    // A rejected form loses the number and the CVV, also where they were right.
    const isLost = problems.length > 0 && (name === "card_number" || name === "cvv");
    const note = problem ?? (isLost ? "Enter it again." : undefined);
    return html`<div class="field">
      <label for="${name}">${label}</label>
      <input
        id="${name}"
        name="${name}"
        autocomplete="off"
        required
        ${attributes}
        ${note === undefined ? "" : html`aria-describedby="${name}-note"`}
        ${problem === undefined ? "" : html`aria-invalid="true"`}
        ${problems[0] === name ? html`autofocus` : ""}
      />
      ${note === undefined ? "" : html`<p class="${problem === undefined ? "note" : "note wrong"}" id="${name}-note">${note}</p>`}
    </div>`;
  };
  return html`${problems.length === 0 ? "" : summary(problems)}
    ${field(
      "card_number",
      "Card number",
      html`inputmode="numeric" maxlength="23" placeholder="4242 4242 4242 4242" list="test-cards"`,
    )}
    <datalist id="test-cards">
      ${testCards.map(({ number, result }) => html`<option value="${number}">${result}</option>`)}
    </datalist>
    ${field(
      "card_holder",
      "Name on the card",
      html`maxlength="${maxHolderLength}" placeholder="Ada Tester" value="${cardHolder}"`,
    )}
    <div class="pair">
      ${field(
        "expiry",
        "Valid until",
        html`inputmode="numeric" maxlength="9" placeholder="MM / YY" value="${expiry}"`,
      )}
      ${field("cvv", "CVV", html`inputmode="numeric" maxlength="4" placeholder="123"`)}
    </div>`;
}

function summary(problems: readonly CardField[]): Markup {
  return html`<div class="problems" role="alert">
    <h2>Check your card details</h2>
    <ul>
      ${problems.map((name) => html`<li><a href="#${name}">${cardProblems[name]}</a></li>`)}
    </ul>
    <p>The card number and the CVV are never stored, so enter both again.</p>
  </div>`;
}

/** The test cards of the sandbox. */
export function testCardHint(): Markup {
  return html`<div class="hint">
    <h2>Test cards, with any name, CVV and future month</h2>
    <ul class="cards">
      ${testCards.map(
        ({ number, result }) =>
          html`<li>
            <code>${number.replace(/(\d{4})(?=\d)/g, "$1 ")}</code><span>${result}</span>
          </li>`,
      )}
    </ul>
  </div>`;
}
