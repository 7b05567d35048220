import type { DeskStore, Flag, Refund } from "../store/desk-store.js";
import { accounts, type Ledger } from "../store/ledger.js";
import { toDecimal } from "../store/money.js";
import { html } from "../web/html.js";
import { page } from "./page.js";

/** The operator's page: open refunds, flags, and the totals at the gateway. */
export function officePage({ refunds, flags }: DeskStore, ledger: Ledger): string {
  const open = [...refunds.values()].filter(
    ({ closedBy, state }) => closedBy === undefined && state !== "refused",
  );
  return page(
    "Office",
    html`<p class="quiet">
        Deposits ${toDecimal(-ledger.balance(accounts.cards))}, refunds
        ${toDecimal(ledger.balance(accounts.payouts))} EUR
      </p>
      <h2>Refunds</h2>
      <ul>
        ${open.length === 0 ? html`<li>No open refunds</li>` : open.map(showRefund)}
      </ul>
      <h2>To review</h2>
      <ul>
        ${flags.length === 0 ? html`<li>None</li>` : flags.map(showFlag)}
      </ul>`,
  );
}

function showRefund({ id, cents, currency, state, lastKnownState }: Refund) {
  const button = (action: string, label: string, kind = "") =>
    html`<button formaction="/office/${id}/${action}" class="${kind}">${label}</button>`;
  const buttons = {
    review: [button("approve", "Approve"), button("reject", "Reject", "second")],
    unknown: [button("look-up", "Check with the gateway", "second")],
    undecided: [button("look-up", "Check with the gateway", "second")],
  };
  return html`<li>
    ${toDecimal(cents)} ${currency}, ${state} ${lastKnownState}
    <div class="quiet">${id}</div>
    ${
      state in buttons
        ? html`<form method="post">${buttons[state as keyof typeof buttons]}</form>`
        : undefined
    }
  </li>`;
}

function showFlag({ trackingId, reason }: Flag) {
  return html`<li>
    ${reason}
    <div class="quiet">${trackingId}</div>
  </li>`;
}
