import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { RetrySchedule } from "../../gateway/retry-schedule.js";
import { problemSummary, textField, type FormState } from "../forms/fields.js";
import { dataTable, type TableRow } from "../parts/data-table.js";
import { emptyState } from "../parts/empty-state.js";
import { instant, toClockText, toDurationText } from "../parts/instant.js";
import type { PageContext } from "../page-context.js";
import type { WorkDescription } from "./describe-work.js";
import type { Move } from "./moves.js";

/** A piece of work in the list. */
export interface DueWork extends WorkDescription {
  readonly dueAt: number;
  readonly sequence: number;
}

/** The content of the clock page. */
interface ClockContent {
  readonly page: PageContext;
  readonly due: readonly DueWork[];
  /** The number of pieces that are not listed, at most 1000. */
  readonly more: number;
  readonly isRealTime: boolean;
  readonly running: readonly Move[];
  readonly failed: Move | undefined;
  readonly retries: RetrySchedule;
  readonly step?: FormState;
}

/** The virtual time, the controls, and the scheduled work. */
export function clockView(content: ClockContent): Markup {
  return html`<header class="head">
      <h1>Clock</h1>
      <p>
        Retries, settlements and expiries are scheduled on this clock, for all accounts. They run
        when you advance it.
      </p>
    </header>
    <section class="sheet padded" aria-labelledby="now-title">
      <h2 id="now-title">Now</h2>
      ${face(content)} ${moveForms(content)}
    </section>
    ${dueSection(content)}`;
}

function face({ page, isRealTime, running, failed }: ClockContent): Markup {
  return html`<div id="clock-face" data-live>
    <p class="face">
      <b>${toClockText(page.now)}</b>
      <span class="badge ${isRealTime ? "good" : ""}"
        >${isRealTime ? "follows real time" : "paused"}</span
      >
    </p>
    ${running.map(
      ({ what }) =>
        html`<p class="hint" role="status">
          ${what} is running. It waits for the response to each webhook.
        </p>`,
    )}
    ${
      failed === undefined
        ? ""
        : html`<p class="problem" role="alert">${failed.what} stopped: ${failed.failure}</p>`
    }
  </div>`;
}

function moveForms({ page, isRealTime, step }: ClockContent): Markup {
  const form = step ?? { id: "step", values: {} };
  const advance = page.href("clock/advance");
  return html`<div class="moves" id="clock-moves" data-live>
      <form method="post" action="${advance}">
        <button name="step" value="5 min">+ 5 min</button>
        <button name="step" value="1 h">+ 1 h</button>
        <button name="step" value="1 d">+ 1 day</button>
      </form>
      <form method="post" action="${page.href("clock/next")}">
        <button aria-describedby="next-hint">Advance to next event</button>
      </form>
      <form method="post" action="${page.href("clock/idle")}">
        <button aria-describedby="idle-hint">Run until idle</button>
      </form>
      <form method="post" action="${page.href("clock/real-time")}">
        <input type="hidden" name="on" value="${isRealTime ? "no" : "yes"}" />
        <button>${isRealTime ? "Pause clock" : "Follow real time"}</button>
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
      <b>Run until idle</b> advances until nothing is scheduled: all retries made, payouts settled
      and open pages expired. The clock cannot go back.
    </p>
    <p class="hint" id="next-hint">
      <b>Advance to next event</b> stops at the next instant at which something is due.
    </p>`;
}

function dueSection({ page, due, more, retries }: ClockContent): Markup {
  return html`<section aria-labelledby="due-title">
    <h2 id="due-title">Scheduled</h2>
    <div class="sheet list" id="due-list" data-live>
      ${
        due.length === 0
          ? emptyState({
              title: "Nothing is scheduled",
              text: `The expiry of an open payment and the retries of a failed webhook, every ${toDurationText(retries.intervalMs)}, appear here.`,
            })
          : dueTable(page, due)
      }
      ${more === 0 ? "" : html`<p class="pages">and ${more === 1000 ? "at least " : ""}${more} more</p>`}
    </div>
  </section>`;
}

function dueTable(page: PageContext, due: readonly DueWork[]): Markup {
  const account = page.accounts.length < 2 ? [] : [{ title: "Account" }];
  return dataTable({
    caption: "Scheduled",
    columns: [{ title: "Event" }, { title: "In" }, { title: "At" }, ...account],
    rows: due.map((one) => dueRow(page, one)),
  });
}

function dueRow(page: PageContext, { text, path, accountId, dueAt, sequence }: DueWork): TableRow {
  const account = page.accounts.find((one) => one.accountId === accountId);
  // Links to the account of the work, whichever account is selected.
  const address = path === undefined ? undefined : page.href(path, { account: accountId });
  return {
    key: String(sequence),
    cells: [
      address === undefined ? text : html`<a class="target" href="${address}">${text}</a>`,
      dueAt <= page.now ? "now" : toDurationText(dueAt - page.now),
      instant(dueAt, page.now),
      ...(page.accounts.length < 2 ? [] : [account?.merchantName ?? ""]),
    ],
  };
}
