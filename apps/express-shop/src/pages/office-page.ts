// @ts-check
import type { Books, Withdrawal } from "../books/books.js";
import type { View } from "../web/live-view.js";
import type { Entry } from "../books/ledger.js";
import { accounts } from "../books/ledger.js";
import { formatMoney } from "../books/money.js";
import { currency, shopName } from "../catalogue.js";
import { html } from "../web/html.js";
import { liveRegion } from "../web/live-view.js";
import { page } from "./page.js";

const waiting = new Set(["review", "deciding", "decided", "undecided"]);

export async function officeView(books: Books): Promise<View> {
  const payouts = (await books.listWithdrawals()).filter(({ state }) => waiting.has(state));
  const flags = await books.listFlags();
  const entries = await books.listEntries();
  const sales = await books.balance(accounts.sales, currency);
  const atGateway = -(await books.balance(accounts.gateway, currency));
  return {
    title: `Back office: ${payouts.length} to decide · ${shopName}`,
    content: html`
      <section class="sheet" aria-labelledby="payouts">
        <h2 id="payouts">Payouts to decide</h2>
        ${
          payouts.length === 0
            ? html`<p class="small">Nothing waits. New ones appear here by themselves.</p>`
            : html`<ul class="rows">
                ${payouts.map(payoutRow)}
              </ul>`
        }
      </section>
      ${
        flags.length === 0
          ? ""
          : html`<section class="sheet" aria-labelledby="flags">
              <h2 id="flags">Look at these</h2>
              <ul class="rows">
                ${flags.map(
                  ({ trackingId, why }) =>
                    html`<li>
                      <span class="pill bad">Not booked</span> <code>${trackingId}</code>
                      <span>${why}</span>
                    </li>`,
                )}
              </ul>
            </section>`
      }
      <section class="sheet" aria-labelledby="books">
        <h2 id="books">The books</h2>
        <dl class="figures">
          <div>
            <dt>Sales</dt>
            <dd>${formatMoney(sales, currency)}</dd>
          </div>
          <div>
            <dt>At the gateway</dt>
            <dd>${formatMoney(atGateway, currency)}</dd>
          </div>
          <div>
            <dt>Entries</dt>
            <dd>${entries.length}</dd>
          </div>
        </dl>
        ${entries.length === 0 ? "" : journal(entries)}
      </section>
    `,
  };
}

export async function officePage(books: Books, problem?: string) {
  const view = await officeView(books);
  return page({
    title: view.title,
    here: "/office",
    content: html`<div class="head"><h1>Back office</h1></div>
      ${problem === undefined ? "" : html`<p class="problem sheet" role="alert">${problem}</p>`}
      ${liveRegion("/office/events", view)}`,
  });
}

function payoutRow({ id, cents, state, customer }: Withdrawal) {
  return html`<li data-payout="${id}" data-state="${state}">
    <span>
      <strong>${formatMoney(cents, currency)}</strong>
      <span class="small">to <code>${customer}</code></span>
    </span>
    <code>${id}</code>
    ${decisions(id, state)}
  </li>`;
}

function decisions(id, state) {
  const form = (action, label, look) =>
    html`<form method="post" action="/office/payouts/${id}/${action}">
      <button class="${look}" id="${action}-${id}" aria-label="${label} payout ${id}">
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
      <span class="pill wait">The answer was lost</span> ${form("find-out", "Ask the gateway", "")}
    </span>`;
  }
  return html`<span class="pill wait">Told the gateway</span>`;
}

function journal(entries: readonly Entry[]) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Journal">
    <table>
      <thead>
        <tr>
          <th scope="col">Amount</th>
          <th scope="col">From</th>
          <th scope="col">To</th>
          <th scope="col">For</th>
        </tr>
      </thead>
      <tbody>
        ${entries.toReversed().map(
          ({ from, to, trackingId, cents }) =>
            html`<tr>
              <td>${formatMoney(cents, currency)}</td>
              <td>${from}</td>
              <td>${to}</td>
              <td><code>${trackingId}</code></td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
