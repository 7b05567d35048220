import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { ChaosOptions, ChaosPlan } from "../../gateway/chaos-options.js";
import type { ChaosFault } from "../../gateway/faults.js";
import { fileField, problemSummary, textArea, type FormState } from "../forms/fields.js";
import { emptyState } from "../parts/empty-state.js";
import { instant } from "../parts/instant.js";
import type { PageContext } from "../page-context.js";
import { chaosForm, toChaosValues } from "./chaos-form.js";
import { describeParticulars } from "./describe-particulars.js";
import { faultTexts } from "./fault-texts.js";

/** What the page of chaos shows. */
interface ChaosContent {
  readonly turn: PageContext;
  /** Undefined: chaos is off. */
  readonly options: ChaosOptions | undefined;
  readonly plan: ChaosPlan;
  readonly chances?: FormState;
  readonly replay?: FormState;
}

const mostListed = 20;

/** What is on, the chances, what was played, and a plan to play again. */
export function chaosView(content: ChaosContent): Markup {
  const { turn, options, chances, replay } = content;
  return html`<header class="head">
      <h1>Chaos</h1>
      <p>
        The gateway goes wrong on purpose, for all accounts, so that an integration is proven before
        real money is.
      </p>
    </header>
    ${standing(content)}
    <div class="columns">
      ${chaosForm(turn, chances ?? { id: "chaos", values: toChaosValues(options) })}
      <div>
        ${playedSection(content)} ${replaySection(turn, replay ?? { id: "replay", values: {} })}
      </div>
    </div>`;
}

function standing({ turn, options }: ChaosContent): Markup {
  return html`<section
    class="sheet padded standing"
    aria-label="Chaos now"
    id="chaos-standing"
    data-live
  >
    <p>
      <span class="badge ${options === undefined ? "" : "bad"}"
        >${options === undefined ? "off" : "on"}</span
      >
      ${standingText(options)}
    </p>
    ${
      options === undefined
        ? ""
        : html`<form method="post" action="${turn.href("chaos/off")}">
            <button class="no">Switch chaos off</button>
          </form>`
    }
  </section>`;
}

function standingText(options: ChaosOptions | undefined): Markup | string {
  if (options === undefined) return "The gateway behaves.";
  if (options.replay !== undefined) {
    const { faults, seed } = options.replay;
    return html`A plan is played again: ${faults.length} faults of the seed <code>${seed}</code>,
      and no other.`;
  }
  const count = Object.keys({ ...options.deliveries, ...options.api }).length;
  return html`${count} ${count === 1 ? "fault" : "faults"}, drawn from the seed
    <code>${options.seed ?? ""}</code>.`;
}

function playedSection({ turn, plan }: ChaosContent): Markup {
  const { faults } = plan;
  const newest = faults.slice(-mostListed).toReversed();
  return html`<section class="sheet" aria-labelledby="played-title">
    <div class="sheet-head">
      <h2 id="played-title">What was played</h2>
      <a class="button" href="${turn.href("chaos/plan.json")}" download>Download the plan</a>
    </div>
    <div class="scroll" id="chaos-played" data-live>
      ${
        faults.length === 0
          ? emptyState({
              title: "No fault yet",
              text: "Once chaos is on, each fault that befalls a webhook or a call is written down here.",
            })
          : html`<table>
              <caption class="unseen">
                Faults, newest first
              </caption>
              <thead>
                <tr>
                  <th scope="col">Fault</th>
                  <th scope="col">Befell</th>
                  <th scope="col">At</th>
                </tr>
              </thead>
              <tbody>
                ${newest.map((fault, index) => faultRow(turn, fault, faults.length - index))}
              </tbody>
            </table>`
      }
      ${
        faults.length <= mostListed
          ? ""
          : html`<p class="pages">
              The newest ${mostListed} of ${faults.length}; the plan has them all.
            </p>`
      }
    </div>
  </section>`;
}

function faultRow(turn: PageContext, fault: ChaosFault, number: number): Markup {
  const { at, kind, subject, attempt } = fault;
  const said = describeParticulars(fault);
  return html`<tr data-key="${number}">
    <th scope="row">${faultTexts[kind].name}${said === "" ? "" : html` <small>${said}</small>`}</th>
    <td class="wrap"><code>${subject}</code> <small>no. ${attempt}</small></td>
    <td>${instant(Date.parse(at), turn.now)}</td>
  </tr>`;
}

function replaySection(turn: PageContext, form: FormState): Markup {
  return html`<section class="sheet padded" aria-labelledby="replay-title">
    <h2 id="replay-title">Play a plan again</h2>
    <p class="hint">
      Exactly its faults, and no other. Begin with a new sandbox of the same seed to see the same
      again.
    </p>
    <form method="post" action="${turn.href("chaos/replay")}" enctype="multipart/form-data">
      ${problemSummary(form)}
      ${fileField(form, { name: "plan_file", label: "Plan as a file", accept: "application/json,.json" })}
      ${textArea(form, { name: "plan", label: "or pasted", rows: 5 })}
      <div class="actions"><button class="go">Play it</button></div>
    </form>
  </section>`;
}
