import type { FormProblem } from "../parse-booking.js";
import { type Bookings, createKey } from "../store/bookings.js";
import { formatMoney } from "../store/money.js";
import { currency, officeName, type Train } from "../timetable.js";
import { html, type Html } from "../web/html.js";
import { layout } from "./layout.js";
import { providerChoice } from "./provider-choice.js";

/** A form that was submitted, and what is wrong with it. */
export interface SubmittedForm {
  form: Record<string, unknown>;
  problem?: FormProblem;
}

/** The booking form of one train. */
export function trainPage(
  train: Train,
  bookings: Bookings,
  { form, problem }: SubmittedForm = { form: {} },
): string {
  const title = `${train.from} to ${train.to}`;
  return layout({
    title: `${title} · ${officeName}`,
    content: html`<section class="sheet">
      <p class="eyebrow">${train.number}, tonight from platform&nbsp;${train.platform}</p>
      <h1>${title}</h1>
      <p class="lead">
        Departs ${train.departs}, arrives ${train.arrives} in the morning, via ${train.via}.
      </p>
      ${problem && html`<p class="problem" id="problem" role="alert">${problem.text}</p>`}
      <form class="booking" method="post" action="/trains/${train.id}/book">
        <input type="hidden" name="key" value="${createKey()}" />
        <fieldset>
          <legend>Your berth</legend>
          <div class="choices">${berthChoices(train, bookings, form["berth"])}</div>
        </fieldset>
        <fieldset class="passenger">
          <legend>Passenger</legend>
          ${textField({
            name: "passenger",
            label: "Name, as in your passport",
            value: form["passenger"],
            isInvalid: problem?.field === "passenger",
            attributes: html`maxlength="60" autocomplete="name"`,
          })}
          ${textField({
            name: "email",
            label: "Email",
            value: form["email"],
            isInvalid: problem?.field === "email",
            attributes: html`type="email" maxlength="120" autocomplete="email"`,
          })}
        </fieldset>
        ${providerChoice(form["provider"])}
        <button class="primary">Book and pay</button>
      </form>
    </section>`,
  });
}

/** The selected berth defaults to the first available one. */
function berthChoices(train: Train, bookings: Bookings, selectedId: unknown): Html[] {
  const available = train.berths.filter((berth) => bookings.left(train, berth) > 0);
  const selected = available.find(({ id }) => id === selectedId) ?? available[0];
  return train.berths.map((berth) => {
    const left = bookings.left(train, berth);
    return html`<label class="choice ${left > 0 ? "" : "gone"}">
      <input
        type="radio"
        name="berth"
        value="${berth.id}"
        required
        ${left > 0 ? "" : html`disabled`}
        ${berth === selected ? html`checked` : ""}
      />
      <span class="what"><b>${berth.name}</b> <span>${berth.detail}</span></span>
      <span class="price"
        ><b>${formatMoney(berth.cents, currency)}</b>
        <span>${left > 0 ? `${left} left` : "Sold out"}</span></span
      >
    </label>`;
  });
}

interface TextField {
  name: "passenger" | "email";
  label: string;
  value: unknown;
  isInvalid: boolean;
  attributes: Html;
}

function textField({ name, label, value, isInvalid, attributes }: TextField): Html {
  return html`<label class="field"
    >${label}
    <input
      name="${name}"
      value="${typeof value === "string" ? value : ""}"
      required
      ${attributes}
      ${isInvalid && html`aria-invalid="true" aria-describedby="problem" autofocus`}
    />
  </label>`;
}
