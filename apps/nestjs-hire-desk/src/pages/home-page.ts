import { type Tool, tools } from "../hires/tools.js";
import { formatMoney } from "../store/money.js";
import { type Html, html } from "../web/html.js";
import { cardFields, type SubmittedCard } from "./card-fields.js";
import { page } from "./page.js";
import { toolArt } from "./tool-art.js";
import { yardScene } from "./yard-scene.js";

/** The front page: the tools and the card form. A submitted form keeps the tool, and what `SubmittedCard` has. */
export function homePage(card?: SubmittedCard, toolId?: unknown): string {
  const selected = tools.find(({ id }) => id === toolId) ?? tools[0];
  return page({
    title: "Hire a tool",
    here: "/",
    content: html`<section class="hero">
        <div>
          <h1>Heavy tools.<br />Light deposit.</h1>
          <p class="lead">
            Pay the deposit by card and collect at the gate. Bring the tool back and get it all
            back.
          </p>
        </div>
        ${yardScene}
      </section>
      <form class="booking" method="post" action="/hires" autocomplete="off">
        <section class="sheet">
          <fieldset>
            <legend>Pick a tool</legend>
            <div class="tools">${tools.map((tool) => toolChoice(tool, tool === selected))}</div>
          </fieldset>
        </section>
        <section class="sheet">
          <fieldset class="card">
            <legend>Pay the deposit</legend>
            ${cardFields(card)}
            <button class="primary">Pay the deposit</button>
          </fieldset>
          ${testCards}
        </section>
      </form>`,
  });
}

function toolChoice({ id, name, detail, cents, currency }: Tool, isSelected: boolean): Html {
  return html`<label class="tool">
    <input
      type="radio"
      name="tool"
      value="${id}"
      required
      ${isSelected ? html`checked` : undefined}
    />
    ${toolArt(name)}
    <span class="what"><b>${name}</b> <span class="small">${detail}</span></span>
    <span class="amount">${formatMoney(cents, currency)}</span>
  </label>`;
}

const testCards = html`<details class="hint">
  <summary>Test cards of the sandbox</summary>
  <ul>
    <li><code>4242 4242 4242 4242</code> is accepted.</li>
    <li><code>4000 0000 0000 0002</code> is declined.</li>
    <li><code>4000 0000 0000 3220</code> needs the 3DS password, which is "password".</li>
  </ul>
</details>`;
