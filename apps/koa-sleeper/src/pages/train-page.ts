// @ts-check
import type { Train } from "../timetable.js";
import type { Bookings } from "../books/bookings.js";
import { formatEuros } from "../books/money.js";
import { newKey } from "../books/bookings.js";
import { officeName } from "../timetable.js";
import { html } from "../web/html.js";
import { frame } from "./frame.js";
import { providerChoice } from "./provider-choice.js";

/**
 * One train: a berth, a passenger, a way to pay.
 *
 * @param form what was sent before, and what was wrong with it
 */
export function trainPage(
  train: Train,
  bookings: Bookings,
  {
    typed = {},
    problem,
  }: { typed?: Record<string, unknown>; problem?: { field: string; text: string } } = {},
) {
  const title = `${train.from} to ${train.to}`;
  return frame({
    title: `${title} · ${officeName}`,
    content: html`<section class="sheet">
      <p class="eyebrow">${train.number}, tonight from platform ${train.platform}</p>
      <h1>${title}</h1>
      <p class="lead">
        Departs ${train.departs}, arrives ${train.arrives} in the morning, via ${train.via}.
      </p>
      ${problem && html`<p class="problem" id="problem" role="alert">${problem.text}</p>`}
      <form class="booking" method="post" action="/trains/${train.id}/book">
        <input type="hidden" name="key" value="${newKey()}" />
        <fieldset>
          <legend>Your berth</legend>
          <div class="choices">${berths(train, bookings, typed.berth)}</div>
        </fieldset>
        <fieldset class="passenger">
          <legend>Who travels</legend>
          ${textField("passenger", "Name, as on your passport", typed, problem, html`maxlength="60" autocomplete="name"`)}
          ${textField("email", "E-mail, for the ticket", typed, problem, html`type="email" maxlength="120" autocomplete="email"`)}
        </fieldset>
        ${providerChoice(typed.provider)}
        <button class="primary">Hold the berth and pay</button>
      </form>
    </section>`,
  });
}

/** The first berth that is left is chosen, unless another was before. */
function berths(train, bookings, typed) {
  const open = train.berths.filter((berth) => bookings.left(train, berth) > 0);
  const chosen = open.find(({ id }) => id === typed) ?? open[0];
  return train.berths.map((berth) => {
    const left = bookings.left(train, berth);
    return html`<label class="choice ${left > 0 ? "" : "gone"}">
      <input
        type="radio"
        name="berth"
        value="${berth.id}"
        required
        ${left > 0 ? "" : html`disabled`}
        ${berth === chosen ? html`checked` : ""}
      />
      <span class="what"><b>${berth.name}</b> <span>${berth.detail}</span></span>
      <span class="price"
        ><b>${formatEuros(berth.cents)}</b>
        <span>${left > 0 ? `${left} left` : "Sold out"}</span></span
      >
    </label>`;
  });
}

function textField(name, label, typed, problem, attributes) {
  const value = typeof typed[name] === "string" ? typed[name] : "";
  return html`<label class="field"
    >${label}
    <input
      name="${name}"
      value="${value}"
      required
      ${attributes}
      ${problem?.field === name ? html`aria-invalid="true" aria-describedby="problem" autofocus` : ""}
    />
  </label>`;
}
