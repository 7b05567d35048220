import { currency } from "../hires/tools.js";
import type { Entry } from "../store/entry.js";
import type { Flag } from "../store/flag.js";
import { formatMoney } from "../store/money.js";
import type { Refund } from "../store/refund.js";
import { type Html, html } from "../web/html.js";
import { page } from "./page.js";

/** What the list says of an open refund that needs no decision now. */
const labels: Partial<Record<Refund["state"], string>> = {
  sending: "Being sent",
  waiting: "The customer has not chosen where to receive it",
  deciding: "Being sent",
  decided: "Sent to the gateway",
  unknown: "Response lost",
  undecided: "Response lost",
  flagged: "Needs attention",
};

export interface OfficePage {
  refunds: readonly Refund[];
  flags: readonly Flag[];
  paidCents: number;
  refundedCents: number;
  entries: readonly Entry[];
}

/** The operator's page: open refunds, flags, and the totals at the gateway. */
export function officePage({
  refunds,
  flags,
  paidCents,
  refundedCents,
  entries,
}: OfficePage): string {
  const open = refunds.filter(({ closedBy, state }) => closedBy === null && state !== "refused");
  return page({
    title: `Office: ${open.length} open`,
    here: "/office",
    content: html`<div class="head"><h1>Office</h1></div>
      <section class="sheet" aria-labelledby="refunds">
        <h2 id="refunds">Refunds to decide</h2>
        ${
          open.length === 0
            ? html`<p class="small">No open refunds. They appear here when a tool comes back.</p>`
            : html`<ul class="rows">
                ${open.map(refundRow)}
              </ul>`
        }
      </section>
      <section class="sheet" aria-labelledby="flags">
        <h2 id="flags">To review</h2>
        ${
          flags.length === 0
            ? html`<p class="small">Nothing to review. Payments that match no hire appear here.</p>`
            : html`<ul class="rows">
                ${flags.map(flagRow)}
              </ul>`
        }
      </section>
      <section class="sheet" aria-labelledby="ledger">
        <h2 id="ledger">Ledger</h2>
        <dl class="figures">
          <div>
            <dt>Deposits paid</dt>
            <dd>${formatMoney(paidCents, currency)}</dd>
          </div>
          <div>
            <dt>Refunds paid out</dt>
            <dd>${formatMoney(refundedCents, currency)}</dd>
          </div>
          <div>
            <dt>Entries</dt>
            <dd>${entries.length}</dd>
          </div>
        </dl>
      </section>`,
  });
}

function refundRow(refund: Refund): Html {
  const { id, cents, currency: unit } = refund;
  return html`<li>
    <strong>${formatMoney(cents, unit)}</strong>
    <code>${id}</code>
    ${decisions(refund)}
  </li>`;
}

function decisions({ id, state, lastKnownState }: Refund): Html {
  const button = (action: string, label: string, kind = "") =>
    html`<button formaction="/office/${id}/${action}" class="${kind}" aria-label="${label} ${id}">
      ${label}
    </button>`;
  if (state === "review") {
    return html`<form class="buttons" method="post">
      ${button("approve", "Approve", "primary")} ${button("reject", "Reject")}
    </form>`;
  }
  const label = html`<span class="pill wait">${labels[state] ?? state}</span>`;
  if (state !== "unknown" && state !== "undecided") return label;
  return html`${label}
    ${lastKnownState === null ? undefined : html`<span class="small">${lastKnownState}</span>`}
    <form class="buttons" method="post">${button("look-up", "Check with the gateway")}</form>`;
}

function flagRow({ trackingId, reason }: Flag): Html {
  return html`<li>
    <span class="pill bad">Not booked</span>
    <span>${reason}</span>
    <code>${trackingId}</code>
  </li>`;
}
