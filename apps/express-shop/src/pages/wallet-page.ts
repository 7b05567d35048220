// @ts-check
import type { Books, Withdrawal } from "../books/books.js";
import type { View } from "../web/live-view.js";
import { accounts } from "../books/ledger.js";
import { formatMoney, toDecimal } from "../books/money.js";
import { currency, shopName } from "../catalogue.js";
import { html } from "../web/html.js";
import { liveRegion } from "../web/live-view.js";
import { page } from "./page.js";

const states = {
  opening: ["wait", "Opening"],
  waiting: ["wait", "At the cashier"],
  review: ["wait", "Waiting for our approval"],
  deciding: ["wait", "Being decided"],
  decided: ["wait", "On its way"],
  undecided: ["wait", "We are finding out"],
  unknown: ["wait", "We are finding out"],
  paid: ["good", "Paid out"],
  rejected: ["bad", "Rejected, back in your wallet"],
  expired: ["bad", "Expired, back in your wallet"],
  refused: ["bad", "Not opened, back in your wallet"],
  flagged: ["wait", "We are looking into it"],
};

/** What changes by itself: the balance and the withdrawals. */
export async function walletView(books: Books, customer: string): Promise<View> {
  const balance = await books.balance(accounts.wallet(customer), currency);
  const held = await books.balance(accounts.held(customer), currency);
  const mine = (await books.listWithdrawals()).filter((row) => row.customer === customer);
  return {
    title: `Wallet: ${formatMoney(balance, currency)} · ${shopName}`,
    content: html`
      <section class="balance" aria-label="Balance">
        <p class="eyebrow">In your wallet</p>
        <p class="figure" id="balance">${formatMoney(balance, currency)}</p>
        <p class="small">
          ${held > 0 ? `${formatMoney(held, currency)} set aside for withdrawals` : "Nothing set aside"}
        </p>
      </section>
      ${
        mine.length === 0
          ? ""
          : html`<section class="sheet" aria-labelledby="withdrawals">
              <h2 id="withdrawals">Withdrawals</h2>
              <ul class="rows">
                ${mine.toReversed().map(withdrawalRow)}
              </ul>
            </section>`
      }
    `,
  };
}

/** @param problem what was wrong with a form */
export async function walletPage(
  books: Books,
  customer: string,
  problem?: { form: "top-up" | "withdraw"; text: string; typed: string },
) {
  const view = await walletView(books, customer);
  const balance = await books.balance(accounts.wallet(customer), currency);
  return page({
    title: view.title,
    here: "/wallet",
    content: html`
      <div class="head"><h1>Wallet</h1></div>
      <div class="wallet">
        <div>${liveRegion("/wallet/events", view)}</div>
        <div>
          ${amountForm({ name: "top-up", title: "Top up", button: "Top up", value: "20.00", problem })}
          ${amountForm({
            name: "withdraw",
            title: "Withdraw",
            button: "Withdraw",
            value: balance > 0 ? toDecimal(balance) : "",
            problem,
          })}
        </div>
      </div>
    `,
  });
}

function amountForm({ name, title, button, value, problem }) {
  const text = problem?.form === name ? problem.text : undefined;
  const invalid = html`aria-invalid="true" aria-describedby="${name}-problem" autofocus`;
  return html`<form class="sheet amount" method="post" action="/wallet/${name}">
    <h2>${title}</h2>
    <label for="${name}-amount">Amount in ${currency}</label>
    <div class="field">
      <input
        id="${name}-amount"
        name="amount"
        inputmode="decimal"
        autocomplete="off"
        required
        value="${text === undefined ? value : problem.typed}"
        placeholder="20.00"
        ${text === undefined ? "" : invalid}
      />
      <button class="${name === "top-up" ? "primary" : ""}">${button}</button>
    </div>
    ${text === undefined ? "" : html`<p class="problem" id="${name}-problem" role="alert">${text}</p>`}
  </form>`;
}

function withdrawalRow({ id, cents, state, finding }: Withdrawal) {
  const [mark, text] = states[state];
  return html`<li data-state="${state}">
    <span class="pill ${mark}">${text}</span>
    <code>${id}</code>
    <strong class="sum">${formatMoney(cents, currency)}</strong>
    ${
      state !== "unknown"
        ? ""
        : html`<form
            method="post"
            action="/withdrawals/${id}/${finding === "not-found" ? "resend" : "find-out"}"
          >
            <button id="next-${id}">
              ${finding === "not-found" ? "Try once more" : "Ask again"}
            </button>
          </form>`
    }
  </li>`;
}
