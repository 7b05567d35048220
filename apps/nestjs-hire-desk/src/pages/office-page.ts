import type { Books, Flag, Refund } from "../books/books.js";
import { accounts, type Ledger } from "../books/ledger.js";
import { toDecimal } from "../books/money.js";
import { html } from "../web/html.js";
import { page } from "./page.js";

/** What the operator sees: refunds that wait, what a person must look into, and what the gateway holds. */
export function officePage({ refunds, flags }: Books, ledger: Ledger): string {
  const open = [...refunds.values()].filter(
    ({ settledBy, state }) => settledBy === undefined && state !== "refused",
  );
  return page(
    "Office",
    html`<p class="quiet">
        Taken ${toDecimal(-ledger.balance(accounts.cards))}, paid back
        ${toDecimal(ledger.balance(accounts.payouts))} EUR
      </p>
      <h2>Refunds</h2>
      <ul>
        ${open.length === 0 ? html`<li>Nothing waits</li>` : open.map(openRefund)}
      </ul>
      <h2>To look into</h2>
      <ul>
        ${flags.length === 0 ? html`<li>Nothing</li>` : flags.map(showFlag)}
      </ul>`,
  );
}

function openRefund({ id, cents, currency, state, finding }: Refund) {
  const button = (act: string, words: string, kind = "") =>
    html`<button formaction="/office/${id}/${act}" class="${kind}">${words}</button>`;
  const buttons = {
    review: [button("approve", "Approve"), button("reject", "Reject", "second")],
    unknown: [button("find-out", "Ask the gateway", "second")],
    undecided: [button("find-out", "Ask the gateway", "second")],
  };
  return html`<li>
    ${toDecimal(cents)} ${currency}, ${state} ${finding}
    <div class="quiet">${id}</div>
    ${
      state in buttons
        ? html`<form method="post">${buttons[state as keyof typeof buttons]}</form>`
        : undefined
    }
  </li>`;
}

function showFlag({ trackingId, why }: Flag) {
  return html`<li>
    ${why}
    <div class="quiet">${trackingId}</div>
  </li>`;
}
