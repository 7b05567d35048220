import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { RetrySchedule } from "../../gateway/retry-schedule.js";
import { problemSummary, textField, type FormState } from "../forms/fields.js";
import { emptyState } from "../parts/empty-state.js";
import { instant, toClockText, toDurationText } from "../parts/instant.js";
import type { PageContext } from "../page-context.js";
import type { WorkDescription } from "./describe-work.js";
import type { Move } from "./moves.js";

/** One piece of work as the page lists it. */
export interface DueWork extends WorkDescription {
  readonly dueAt: number;
  readonly sequence: number;
}

/** What the page of the clock shows. */
interface ClockContent {
  readonly turn: PageContext;
  readonly due: readonly DueWork[];
  /** How many pieces there are beyond those that are listed; not counted beyond 1000. */
  readonly more: number;
  readonly isRealTime: boolean;
  readonly running: readonly Move[];
  readonly failed: Move | undefined;
  readonly retries: RetrySchedule;
  readonly step?: FormState;
}

/** The virtual time, the ways to move it, and what will happen on the way. */
export function clockView(content: ClockContent): Markup {
  return html`<header class="head">
      <h1>Clock</h1>
      <p>
        Nothing in the sandbox happens by itself: retries, settlements and expiries wait for this
        clock, for all accounts.
      </p>
    </header>
    <section class="sheet padded" aria-labelledby="now-title">
      <h2 id="now-title">Now</h2>
      ${face(content)} ${moveForms(content)}
    </section>
    ${dueSection(content)}`;
}

function face({ turn, isRealTime, running, failed }: ClockContent): Markup {
  return html`<div id="clock-face" data-live>
    <p class="face">
      <b>${toClockText(turn.now)}</b>
      <span class="badge ${isRealTime ? "good" : ""}"
        >${isRealTime ? "follows real time" : "stands still"}</span
      >
    </p>
    ${running.map(
      ({ what }) =>
        html`<p class="hint" role="status">
          ${what}: on its way. Each webhook's answer is awaited.
        </p>`,
    )}
    ${
      failed === undefined
        ? ""
        : html`<p class="problem" role="alert">${failed.what} stopped: ${failed.failure}</p>`
    }
  </div>`;
}

function moveForms({ turn, isRealTime, step }: ClockContent): Markup {
  const form = step ?? { id: "step", values: {} };
  const advance = turn.href("clock/advance");
  return html`<div class="moves">
      <form method="post" action="${advance}">
        <button name="step" value="5 min">+ 5 min</button>
        <button name="step" value="1 h">+ 1 h</button>
        <button name="step" value="1 d">+ 1 day</button>
      </form>
      <form method="post" action="${turn.href("clock/next")}">
        <button aria-describedby="next-hint">To what is due next</button>
      </form>
      <form method="post" action="${turn.href("clock/idle")}">
        <button aria-describedby="idle-hint">Run until idle</button>
      </form>
      <form method="post" action="${turn.href("clock/real-time")}">
        <input type="hidden" name="on" value="${isRealTime ? "no" : "yes"}" />
        <button>${isRealTime ? "Stand still" : "Follow real time"}</button>
      </form>
    </div>
    <form class="inline" method="post" action="${advance}" aria-label="Advance by any time">
      ${problemSummary(form)}
      ${textField(form, {
        name: "step",
        label: "Advance by",
        required: true,
        placeholder: "90 s, 5 min, 1.5 h, 2 d",
        maxLength: 30,
      })}
      <button class="go">Advance</button>
    </form>
    <p class="hint" id="idle-hint">
      <b>Run until idle</b> goes on until nothing is due any more: every retry made, every payout
      settled, every open page expired. The clock never goes back.
    </p>
    <p class="hint" id="next-hint">
      <b>To what is due next</b> stops after the first instant at which something is done.
    </p>`;
}

function dueSection({ turn, due, more, retries }: ClockContent): Markup {
  return html`<section aria-labelledby="due-title">
    <h2 id="due-title">What is due next</h2>
    <div class="sheet scroll" id="due-list" data-live>
      ${
        due.length === 0
          ? emptyState({
              title: "Nothing is due",
              text: `A payment that is opened expires here some time; a webhook that fails is due again ${toDurationText(retries.intervalMs)} later.`,
            })
          : dueTable(turn, due)
      }
      ${more === 0 ? "" : html`<p class="pages">and ${more === 1000 ? "at least " : ""}${more} more</p>`}
    </div>
  </section>`;
}

function dueTable(turn: PageContext, due: readonly DueWork[]): Markup {
  return html`<table class="stack">
    <caption class="unseen">
      What is due next
    </caption>
    <thead>
      <tr>
        <th scope="col">In</th>
        <th scope="col">What happens</th>
        <th scope="col">At</th>
        ${turn.accounts.length < 2 ? "" : html`<th scope="col">Account</th>`}
      </tr>
    </thead>
    <tbody>
      ${due.map((one) => dueRow(turn, one))}
    </tbody>
  </table>`;
}

function dueRow(turn: PageContext, { text, path, accountId, dueAt, sequence }: DueWork): Markup {
  const account = turn.accounts.find((one) => one.accountId === accountId);
  // The page it leads to is one of that account's, whichever is chosen here.
  const address = path === undefined ? undefined : turn.href(path, { account: accountId });
  return html`<tr data-key="${sequence}">
    <td class="number">${dueAt <= turn.now ? "now" : toDurationText(dueAt - turn.now)}</td>
    <td class="wrap">${address === undefined ? text : html`<a href="${address}">${text}</a>`}</td>
    <td>${instant(dueAt, turn.now)}</td>
    ${turn.accounts.length < 2 ? "" : html`<td>${account?.merchantName ?? ""}</td>`}
  </tr>`;
}
