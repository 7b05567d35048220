import { html } from "hono/html";
import { challengePassword } from "../../cashier/challenge-page.js";
import type { Markup } from "../../cashier/page.js";
import { testAmounts } from "../../gateway/test-amounts.js";
import { testCards } from "../../gateway/test-cards.js";
import { copyButton } from "../parts/copy-button.js";

/** The tables that the gateway itself decides by. */
export function testCardsView(): Markup {
  return html`<header class="head">
      <h1>Test cards and amounts</h1>
      <p>What ends the same way each time: for a form that is tried by hand, and for tests.</p>
    </header>
    <div class="columns">
      <section aria-labelledby="cards-title">
        <h2 id="cards-title">Cards</h2>
        <div class="sheet scroll">
          <table>
            <caption class="unseen">
              Test cards
            </caption>
            <thead>
              <tr>
                <th scope="col">Card number</th>
                <th scope="col">Result</th>
              </tr>
            </thead>
            <tbody>
              ${testCards.map(
                ({ number, result }) =>
                  html`<tr>
                    <th scope="row">
                      <span class="copyable"
                        ><code>${number.replace(/(\d{4})(?=\d)/g, "$1 ")}</code
                        >${copyButton(number, `card ${number}`)}</span
                      >
                    </th>
                    <td class="wrap">${result}</td>
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>
        <p class="hint">
          With any name, any CVV of three or four digits, and any month that is not over on the
          sandbox's clock. Every other number is declined: “Not a test card”. The password that
          passes 3DS is
          <code>${challengePassword}</code>; any other fails.
        </p>
      </section>
      <section aria-labelledby="amounts-title">
        <h2 id="amounts-title">Amounts</h2>
        <div class="sheet scroll">
          <table>
            <caption class="unseen">
              Test amounts
            </caption>
            <thead>
              <tr>
                <th scope="col">Amount ends in</th>
                <th scope="col">Result</th>
              </tr>
            </thead>
            <tbody>
              ${testAmounts.map(
                ({ ending, result }) =>
                  html`<tr>
                    <th scope="row"><code>${ending}</code></th>
                    <td class="wrap">${result}</td>
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>
        <p class="hint">
          At every provider: of a deposit once its customer has paid, of a payout once the merchant
          has approved it. Every other amount goes through at once. Where a card is declined, the
          card decides.
        </p>
      </section>
    </div>`;
}
