import { html } from "hono/html";
import { testCards } from "../gateway/test-cards.js";
import type { Markup } from "./page.js";
import type { CardFormProblem } from "./read-card-form.js";

/** The card form. Autofill is off so that browsers do not offer real cards. Entered values are never shown again. */
export function cardFields(problem: CardFormProblem | undefined): Markup {
  const invalid = (field: CardFormProblem["field"]): Markup | string =>
    problem?.field === field ? html` aria-invalid="true" aria-describedby="problem" autofocus` : "";
  return html`${
      problem === undefined
        ? ""
        : html`<p class="problem" id="problem" role="alert">${problem.message}</p>`
    }
    <label
      >Card number
      <input
        name="card_number"
        inputmode="numeric"
        autocomplete="off"
        maxlength="23"
        required
        placeholder="4242 4242 4242 4242"
        list="test-cards"
        ${invalid("card_number")}
      />
    </label>
    <datalist id="test-cards">
      ${testCards.map(({ number, result }) => html`<option value="${number}">${result}</option>`)}
    </datalist>
    <label
      >Name on the card
      <input
        name="card_holder"
        autocomplete="off"
        required
        placeholder="Ada Tester"
        ${invalid("card_holder")}
      />
    </label>
    <div class="pair">
      <label
        >Valid until
        <input
          name="expiry"
          inputmode="numeric"
          autocomplete="off"
          maxlength="9"
          required
          placeholder="MM / YY"
          ${invalid("expiry")}
        />
      </label>
      <label
        >CVV
        <input
          name="cvv"
          inputmode="numeric"
          autocomplete="off"
          maxlength="4"
          required
          placeholder="123"
          ${invalid("cvv")}
        />
      </label>
    </div>`;
}

/** The test cards of the sandbox. */
export function testCardHint(): Markup {
  return html`<div class="hint">
    <table>
      <caption>
        Test cards, with any name, CVV and future month
      </caption>
      ${testCards.map(
        ({ number, result }) =>
          html`<tr>
            <td><code>${number.replace(/(\d{4})(?=\d)/g, "$1 ")}</code></td>
            <td>${result}</td>
          </tr>`,
      )}
    </table>
  </div>`;
}
