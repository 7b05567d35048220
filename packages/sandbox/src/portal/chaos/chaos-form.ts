import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { ChaosOptions } from "../../gateway/chaos-options.js";
import { apiFaults, deliveryFaults, type FaultKind } from "../../gateway/faults.js";
import { problemSummary, textField, type FormState } from "../forms/fields.js";
import type { PageContext } from "../page-context.js";
import { faultTexts } from "./fault-texts.js";
import { toPercent } from "./read-chaos-form.js";

/** The same probability for all faults, in percent. */
export const presets = [
  { value: "drizzle", name: "Drizzle", percent: 2 },
  { value: "bad-day", name: "A bad day", percent: 10 },
  { value: "storm", name: "Storm", percent: 35 },
] as const;

/** The form with the probability of each fault. */
export function chaosForm(page: PageContext, form: FormState): Markup {
  return html`<section class="sheet padded" aria-labelledby="chances-title">
    <h2 id="chances-title">Fault probabilities</h2>
    <form method="post" action="${page.href("chaos/apply")}">
      <div class="presets" role="group" aria-label="Presets">
        ${presets.map(
          ({ value, name, percent }) =>
            html`<button name="preset" value="${value}">
              ${name} <small>${percent} % for every fault</small>
            </button>`,
        )}
      </div>
    </form>
    <form method="post" action="${page.href("chaos/apply")}">
      ${problemSummary(form)}
      <fieldset>
        <legend>Webhooks</legend>
        ${deliveryFaults.map((kind) => chanceField(form, kind))}
      </fieldset>
      <fieldset>
        <legend>API and payments</legend>
        ${apiFaults.map((kind) => chanceField(form, kind))}
      </fieldset>
      ${textField(form, {
        name: "seed",
        label: "Seed",
        maxLength: 100,
        hint: "The same seed and requests give the same faults. Leave empty to use the sandbox's seed.",
      })}
      <div class="actions"><button class="go">Apply</button></div>
      <p class="hint">
        Applying different probabilities starts a new plan. Download the current plan first if you
        want to keep it.
      </p>
    </form>
  </section>`;
}

/** The form's values for the active options. */
export function toChaosValues(options: ChaosOptions | undefined): Record<string, string> {
  const replay = options?.replay;
  const drawn: ChaosOptions =
    replay === undefined ? (options ?? {}) : { seed: replay.seed, ...replay.options };
  const { seed = "", deliveries = {}, api = {} } = drawn;
  const chances: Partial<Record<FaultKind, number>> = { ...deliveries, ...api };
  return {
    seed,
    ...Object.fromEntries(
      [...deliveryFaults, ...apiFaults].map((kind) => [kind, toPercent(chances[kind])]),
    ),
  };
}

/** A number, and a slider for it that only the script shows. Only the number is submitted. */
function chanceField(form: FormState, kind: FaultKind): Markup {
  const { name, text } = faultTexts[kind];
  const id = `${form.id}-${kind}`;
  const value = form.values[kind] ?? "0";
  const problem = form.problems?.[kind];
  return html`<div class="chance">
    <label for="${id}">${name}</label>
    <p class="hint" id="${id}-hint">${text}</p>
    <input
      type="range"
      class="slider"
      id="${id}-slider"
      min="0"
      max="100"
      step="1"
      value="${value}"
      data-twin="${id}"
      aria-label="${name}, in percent"
    />
    <span class="percent"
      ><input
        id="${id}"
        name="${kind}"
        value="${value}"
        inputmode="decimal"
        maxlength="10"
        autocomplete="off"
        data-twin="${id}-slider"
        aria-describedby="${problem === undefined ? "" : `${id}-problem `}${id}-hint"
        ${problem === undefined ? "" : html`aria-invalid="true"`}
        ${Object.keys(form.problems ?? {})[0] === kind ? "autofocus" : ""}
      /><span aria-hidden="true">%</span></span
    >
    ${problem === undefined ? "" : html`<p class="problem" id="${id}-problem">${problem}</p>`}
  </div>`;
}
