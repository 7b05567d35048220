import type { Bookings } from "../store/bookings.js";
import { formatMoney } from "../store/money.js";
import { currency, officeName, type Train, trains } from "../timetable.js";
import { html, type Html } from "../web/html.js";
import { layout } from "./layout.js";
import { nightScene } from "./night-scene.js";

/** The front page, with tonight's departures. */
export function departuresPage(bookings: Bookings): string {
  return layout({
    title: `Tonight's departures · ${officeName}`,
    content: html`<section class="hero">
        ${nightScene}
        <h1>Fall asleep here.<br />Wake up there.</h1>
      </section>
      <section class="board" aria-labelledby="departures">
        <h2 id="departures">Tonight's departures</h2>
        <ol>
          ${trains.map((train) => departure(train, bookings))}
        </ol>
      </section>`,
  });
}

function departure(train: Train, bookings: Bookings): Html {
  const available = train.berths.filter((berth) => bookings.left(train, berth) > 0);
  return html`<li class="departure">
    <p class="times">
      <time>${train.departs}</time>
      <span class="arrival">arrives <time>${train.arrives}</time></span>
    </p>
    <div class="route">
      <h3>${train.from} <span class="to">to</span> ${train.to}</h3>
      <p>${train.number} via ${train.via}</p>
    </div>
    <p class="platform">Platform <b>${train.platform}</b></p>
    ${
      available.length === 0
        ? html`<p class="sold">Sold out</p>`
        : html`<a class="button go" href="/trains/${train.id}"
            ><span class="unseen">Choose a berth from ${train.from} to ${train.to},</span> from
            ${formatMoney(Math.min(...available.map(({ cents }) => cents)), currency)}</a
          >`
    }
  </li>`;
}
