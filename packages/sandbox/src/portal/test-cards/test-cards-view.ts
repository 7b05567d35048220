import { html } from "hono/html";
import { challengePassword } from "../../cashier/challenge-page.js";
import type { Markup } from "../../cashier/page.js";
import { testAmounts } from "../../gateway/test-amounts.js";
import { testCards } from "../../gateway/test-cards.js";
import { copyButton } from "../parts/copy-button.js";

/** The tables that decide the results in the gateway. */
export function testCardsView(): Markup {
  return html`<header class="head">
      <h1>Test cards and amounts</h1>
      <p>Cards and amounts with a fixed result, for manual and automated tests.</p>
    </header>
    <div class="columns">
      <section aria-labelledby="cards-title">
        <h2 id="cards-title">Cards</h2>
        <div class="sheet scroll" tabindex="0" role="region" aria-labelledby="cards-title">
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
          Use any name, any CVV of three or four digits, and an expiry date in the future of the
          sandbox's clock. Any other number is declined with “Not a test card”. The 3DS password is
          <code>${challengePassword}</code>; any other is rejected.
        </p>
      </section>
      <section aria-labelledby="amounts-title">
        <h2 id="amounts-title">Amounts</h2>
        <div class="sheet scroll" tabindex="0" role="region" aria-labelledby="amounts-title">
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
          These apply at every provider: to a deposit once the customer has paid, to a payout once
          the merchant has approved it. Any other amount succeeds at once. If a card is declined,
          the amount does not matter.
        </p>
      </section>
    </div>`;
}
