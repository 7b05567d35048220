import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { ChaosOptions } from "../../gateway/chaos-options.js";
import { apiFaults, deliveryFaults, type FaultKind } from "../../gateway/faults.js";
import { problemSummary, textField, type FormState } from "../forms/fields.js";
import type { PageContext } from "../page-context.js";
import { faultTexts } from "./fault-texts.js";
import { toPercent } from "./read-chaos-form.js";

/** Chances for whoever does not want to choose fourteen of them, in percent. */
export const presets = [
  { value: "drizzle", name: "Drizzle", percent: 2 },
  { value: "bad-day", name: "A bad day", percent: 10 },
  { value: "storm", name: "Storm", percent: 35 },
] as const;

/** The form of all faults, each with its chance. */
export function chaosForm(turn: PageContext, form: FormState): Markup {
  return html`<section class="sheet padded" aria-labelledby="chances-title">
    <h2 id="chances-title">What goes wrong, and how often</h2>
    <form method="post" action="${turn.href("chaos/apply")}">
      <div class="presets" role="group" aria-label="All faults alike">
        ${presets.map(
          ({ value, name, percent }) =>
            html`<button name="preset" value="${value}">
              ${name} <small>${percent} % of everything</small>
            </button>`,
        )}
      </div>
    </form>
    <form method="post" action="${turn.href("chaos/apply")}">
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
        hint: "The same seed and the same merchant: the same faults. Empty: the sandbox's own.",
      })}
      <div class="actions"><button class="go">Apply</button></div>
      <p class="hint">
        Other chances begin a new plan: download the one that was played first, if you want to keep
        it.
      </p>
    </form>
  </section>`;
}

/** What the form holds while some options are on. */
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

/** A number, and a slider for it that only the script shows: it has no name, the number alone is sent. */
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
