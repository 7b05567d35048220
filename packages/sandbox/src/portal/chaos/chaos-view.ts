import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { ChaosOptions, ChaosPlan } from "../../gateway/chaos-options.js";
import type { ChaosFault } from "../../gateway/faults.js";
import { fileField, problemSummary, textArea, type FormState } from "../forms/fields.js";
import { dataTable, type TableRow } from "../parts/data-table.js";
import { emptyState } from "../parts/empty-state.js";
import { instant } from "../parts/instant.js";
import type { PageContext } from "../page-context.js";
import { chaosForm, toChaosValues } from "./chaos-form.js";
import { describeParticulars } from "./describe-particulars.js";
import { faultTexts } from "./fault-texts.js";

/** The content of the chaos page. */
interface ChaosContent {
  readonly page: PageContext;
  /** Undefined if chaos is off. */
  readonly options: ChaosOptions | undefined;
  readonly plan: ChaosPlan;
  readonly chances?: FormState;
  readonly replay?: FormState;
}

const maxListed = 20;

/** Status, probabilities, injected faults and replay. */
export function chaosView(content: ChaosContent): Markup {
  const { page, options, chances, replay } = content;
  return html`<header class="head">
      <h1>Chaos</h1>
      <p>
        Injects faults for all accounts, so that you can test your integration before it handles
        real money.
      </p>
    </header>
    ${chaosStatus(content)}
    <div class="columns">
      ${chaosForm(page, chances ?? { id: "chaos", values: toChaosValues(options) })}
      <div>
        ${playedSection(content)} ${replaySection(page, replay ?? { id: "replay", values: {} })}
      </div>
    </div>`;
}

function chaosStatus({ page, options }: ChaosContent): Markup {
  return html`<section
    class="sheet padded state"
    aria-label="Chaos status"
    id="chaos-status"
    data-live
  >
    <p>
      <span class="badge ${options === undefined ? "" : "bad"}"
        >${options === undefined ? "off" : "on"}</span
      >
      ${statusText(options)}
    </p>
    ${
      options === undefined
        ? ""
        : html`<form method="post" action="${page.href("chaos/off")}">
            <button class="no">Turn chaos off</button>
          </form>`
    }
  </section>`;
}

function statusText(options: ChaosOptions | undefined): Markup | string {
  if (options === undefined) return "No faults are injected.";
  if (options.replay !== undefined) {
    const { faults, seed } = options.replay;
    return html`Replaying a plan with ${faults.length} faults of the seed <code>${seed}</code>.`;
  }
  const count = Object.keys({ ...options.deliveries, ...options.api }).length;
  return html`${count} ${count === 1 ? "fault" : "faults"}, drawn with the seed
    <code>${options.seed ?? ""}</code>.`;
}

function playedSection({ page, plan }: ChaosContent): Markup {
  const { faults } = plan;
  const newest = faults.slice(-maxListed).toReversed();
  return html`<section class="sheet list" aria-labelledby="played-title">
    <div class="sheet-head">
      <h2 id="played-title">Injected faults</h2>
      <a class="button" href="${page.href("chaos/plan.json")}" download>Download plan</a>
    </div>
    <div id="chaos-played" data-live>
      ${
        faults.length === 0
          ? emptyState({
              title: "No faults yet",
              text: "While chaos is on, each fault injected into a webhook or an API call is listed here.",
            })
          : dataTable({
              caption: "Injected faults, newest first",
              columns: [{ title: "Fault" }, { title: "Affected" }, { title: "At" }],
              rows: newest.map((fault, index) => faultRow(page, fault, faults.length - index)),
            })
      }
      ${
        faults.length <= maxListed
          ? ""
          : html`<p class="pages">
              The newest ${maxListed} of ${faults.length}. The plan contains all of them.
            </p>`
      }
    </div>
  </section>`;
}

function faultRow(page: PageContext, fault: ChaosFault, number: number): TableRow {
  const { at, kind, subject, attempt } = fault;
  const details = describeParticulars(fault);
  return {
    key: String(number),
    cells: [
      html`${faultTexts[kind].name}${details === "" ? "" : html` <small>${details}</small>`}`,
      html`<code>${subject}</code> <small>#${attempt}</small>`,
      instant(Date.parse(at), page.now),
    ],
  };
}

function replaySection(page: PageContext, form: FormState): Markup {
  return html`<section class="sheet padded" aria-labelledby="replay-title">
    <h2 id="replay-title">Replay a plan</h2>
    <p class="hint">
      Injects exactly the plan's faults. To reproduce the same run, start a new sandbox with the
      same seed.
    </p>
    <form method="post" action="${page.href("chaos/replay")}" enctype="multipart/form-data">
      ${problemSummary(form)}
      ${fileField(form, { name: "plan_file", label: "Plan file", accept: "application/json,.json" })}
      ${textArea(form, { name: "plan", label: "Or paste the plan", rows: 5 })}
      <div class="actions"><button class="go">Replay</button></div>
    </form>
  </section>`;
}
