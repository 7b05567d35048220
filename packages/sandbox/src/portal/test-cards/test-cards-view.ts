import { html } from "hono/html";
import { challengePassword } from "../../cashier/challenge-page.js";
import type { Markup } from "../../cashier/page.js";
import { testAmounts } from "../../gateway/test-amounts.js";
import { testCards } from "../../gateway/test-cards.js";
import { copyButton } from "../parts/copy-button.js";
import { dataTable } from "../parts/data-table.js";

/** The tables that decide the results in the gateway. */
export function testCardsView(): Markup {
  return html`<header class="head">
      <h1>Test cards and amounts</h1>
      <p>Cards and amounts with a fixed result, for manual and automated tests.</p>
    </header>
    <div class="columns">
      <section aria-labelledby="cards-title">
        <h2 id="cards-title">Cards</h2>
        <div class="sheet list">
          ${dataTable({
            caption: "Test cards",
            columns: [{ title: "Card number" }, { title: "Result" }],
            rows: testCards.map(({ number, result }) => ({ cells: [cardNumber(number), result] })),
          })}
        </div>
        <p class="hint">
          Use any name, any CVV of three or four digits, and an expiry date in the future of the
          sandbox's clock. Any other number is declined with “Not a test card”. The 3DS password is
          <code>${challengePassword}</code>; any other is rejected.
        </p>
      </section>
      <section aria-labelledby="amounts-title">
        <h2 id="amounts-title">Amounts</h2>
        <div class="sheet list">
          ${dataTable({
            caption: "Test amounts",
            columns: [{ title: "Amount ends in" }, { title: "Result" }],
            rows: testAmounts.map(({ ending, result }) => ({
              cells: [html`<code>${ending}</code>`, result],
            })),
          })}
        </div>
        <p class="hint">
          These apply at every provider: to a deposit once the customer has paid, to a payout once
          the merchant has approved it. Any other amount succeeds at once. If a card is declined,
          the amount does not matter.
        </p>
      </section>
    </div>`;
}

/** A card number in groups of four, with a button that copies it without spaces. */
function cardNumber(number: string): Markup {
  return html`<span class="copyable"
    ><code>${number.replace(/(\d{4})(?=\d)/g, "$1 ")}</code
    >${copyButton(number, `card ${number}`)}</span
  >`;
}
