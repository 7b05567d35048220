import { currency, shopName } from "../catalogue.js";
import { accounts, type Entry } from "../store/ledger.js";
import { formatMoney } from "../store/money.js";
import type { Flag, ShopStore, Withdrawal, WithdrawalState } from "../store/store.js";
import { html, type Html } from "../web/html.js";
import { liveRegion, type View } from "../web/live-view.js";
import { page } from "./page.js";

const openStates = new Set<WithdrawalState>(["review", "deciding", "decided", "undecided"]);

export async function officeView(store: ShopStore): Promise<View> {
  const payouts = (await store.listWithdrawals()).filter(({ state }) => openStates.has(state));
  const flags = await store.listFlags();
  const entries = await store.listEntries();
  const sales = await store.balance(accounts.sales, currency);
  const atGateway = -(await store.balance(accounts.gateway, currency));
  return {
    title: `Back office: ${payouts.length} open · ${shopName}`,
    content: html`
      <section class="sheet" aria-labelledby="payouts">
        <h2 id="payouts">Payouts to review</h2>
        ${
          payouts.length === 0
            ? html`<p class="small">No payouts to review. New ones appear here automatically.</p>`
            : html`<ul class="rows">
                ${payouts.map(payoutRow)}
              </ul>`
        }
      </section>
      ${
        flags.length === 0
          ? ""
          : html`<section class="sheet" aria-labelledby="flags">
              <h2 id="flags">Needs attention</h2>
              <ul class="rows">
                ${flags.map(flagRow)}
              </ul>
            </section>`
      }
      <section class="sheet" aria-labelledby="ledger">
        <h2 id="ledger">Ledger</h2>
        <dl class="figures">
          <div>
            <dt>Sales</dt>
            <dd>${formatMoney(sales, currency)}</dd>
          </div>
          <div>
            <dt>Balance at the gateway</dt>
            <dd>${formatMoney(atGateway, currency)}</dd>
          </div>
          <div>
            <dt>Entries</dt>
            <dd>${entries.length}</dd>
          </div>
        </dl>
        ${
          entries.length === 0
            ? html`<p class="small">No entries yet. The first payment adds one.</p>`
            : journal(entries)
        }
      </section>
    `,
  };
}

export async function officePage(store: ShopStore, problem?: string): Promise<string> {
  const view = await officeView(store);
  return page({
    title: view.title,
    here: "/office",
    content: html`<div class="head"><h1>Back office</h1></div>
      ${problem === undefined ? "" : html`<p class="problem sheet" role="alert">${problem}</p>`}
      ${liveRegion("/office/events", view)}`,
  });
}

function flagRow({ trackingId, reason }: Flag): Html {
  return html`<li>
    <span class="pill bad">Not booked</span> <code>${trackingId}</code>
    <span>${reason}</span>
  </li>`;
}

function payoutRow({ id, cents, state, customer }: Withdrawal): Html {
  return html`<li data-payout="${id}" data-state="${state}">
    <span>
      <strong>${formatMoney(cents, currency)}</strong>
      <span class="small">to <code>${customer}</code></span>
    </span>
    <code>${id}</code>
    ${decisions(id, state)}
  </li>`;
}

function decisions(id: string, state: WithdrawalState): Html {
  const form = (action: string, label: string, style: string) =>
    html`<form method="post" action="/office/payouts/${id}/${action}">
      <button class="${style}" id="${action}-${id}" aria-label="${label} payout ${id}">
        ${label}
      </button>
    </form>`;
  if (state === "review") {
    return html`<span class="buttons">
      ${form("approve", "Approve", "primary")} ${form("reject", "Reject", "")}
    </span>`;
  }
  if (state === "undecided") {
    return html`<span class="buttons">
      <span class="pill wait">Response lost</span> ${form("check", "Check with the gateway", "")}
    </span>`;
  }
  return html`<span class="pill wait">Sent to the gateway</span>`;
}

function journal(entries: readonly Entry[]): Html {
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Amount</th>
        <th scope="col">From</th>
        <th scope="col">To</th>
        <th scope="col">Payment</th>
      </tr>
    </thead>
    <tbody>
      ${entries.toReversed().map(
        (entry) =>
          html`<tr>
            <td data-label="Amount">${formatMoney(entry.cents, entry.currency)}</td>
            <td data-label="From">${entry.from}</td>
            <td data-label="To">${entry.to}</td>
            <td data-label="Payment"><code>${entry.trackingId}</code></td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
