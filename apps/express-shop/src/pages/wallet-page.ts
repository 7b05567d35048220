import { currency, shopName } from "../catalogue.js";
import { accounts } from "../store/ledger.js";
import { formatMoney, toDecimal } from "../store/money.js";
import type { ShopStore, Withdrawal, WithdrawalState } from "../store/store.js";
import { html, type Html } from "../web/html.js";
import { liveRegion, type View } from "../web/live-view.js";
import { page } from "./page.js";

/** What the list of withdrawals shows in each state: the color, and a label. */
const labels: Record<WithdrawalState, [color: "wait" | "good" | "bad", label: string]> = {
  opening: ["wait", "Starting"],
  waiting: ["wait", "Waiting for your confirmation"],
  review: ["wait", "In review"],
  deciding: ["wait", "In review"],
  decided: ["wait", "Processing"],
  undecided: ["wait", "In review"],
  unknown: ["wait", "Checking"],
  paid: ["good", "Paid out"],
  rejected: ["bad", "Rejected, returned to your wallet"],
  expired: ["bad", "Expired, returned to your wallet"],
  refused: ["bad", "Failed, returned to your wallet"],
  flagged: ["wait", "Under review"],
};

/** The live part of the page: the balance and the withdrawals. */
export async function walletView(store: ShopStore, customer: string): Promise<View> {
  const balance = await store.balance(accounts.wallet(customer), currency);
  const held = await store.balance(accounts.held(customer), currency);
  const mine = (await store.listWithdrawals()).filter((row) => row.customer === customer);
  return {
    title: `Wallet: ${formatMoney(balance, currency)} · ${shopName}`,
    content: html`
      <section class="balance" aria-label="Balance">
        <p class="eyebrow">Wallet balance</p>
        <p class="figure" id="balance">${formatMoney(balance, currency)}</p>
        <p class="small">
          ${held > 0 ? `${formatMoney(held, currency)} on hold for withdrawals` : "Nothing on hold"}
        </p>
      </section>
      <section class="sheet" aria-labelledby="withdrawals">
        <h2 id="withdrawals">Withdrawals</h2>
        ${
          mine.length === 0
            ? html`<p class="small">No withdrawals yet. Top up, then take some out again.</p>`
            : html`<ul class="rows">
                ${mine.toReversed().map(withdrawalRow)}
              </ul>`
        }
      </section>
    `,
  };
}

export type FormName = "top-up" | "withdraw";

/** What is wrong with a submitted form. */
export interface FormProblem {
  form: FormName;
  text: string;
  /** What the customer typed. */
  typed: string;
}

export async function walletPage(
  store: ShopStore,
  customer: string,
  problem?: FormProblem,
): Promise<string> {
  const view = await walletView(store, customer);
  const balance = await store.balance(accounts.wallet(customer), currency);
  return page({
    title: view.title,
    here: "/wallet",
    content: html`
      <div class="head"><h1>Wallet</h1></div>
      <div class="wallet">
        <div>${liveRegion("/wallet/events", view)}</div>
        <div>
          ${amountForm({ name: "top-up", title: "Top up", value: "20.00", problem })}
          ${amountForm({
            name: "withdraw",
            title: "Withdraw",
            value: balance > 0 ? toDecimal(balance) : "",
            problem,
          })}
        </div>
      </div>
    `,
  });
}

interface AmountForm {
  name: FormName;
  title: string;
  value: string;
  problem: FormProblem | undefined;
}

function amountForm({ name, title, value, problem: anyProblem }: AmountForm): Html {
  const problem = anyProblem?.form === name ? anyProblem : undefined;
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
        value="${problem?.typed ?? value}"
        placeholder="20.00"
        ${problem && invalid}
      />
      <button class="${name === "top-up" ? "primary" : ""}">${title}</button>
    </div>
    ${problem && html`<p class="problem" id="${name}-problem" role="alert">${problem.text}</p>`}
  </form>`;
}

function withdrawalRow({ id, cents, state, cashierUrl }: Withdrawal): Html {
  const [color, label] = labels[state];
  return html`<li data-state="${state}">
    <span class="pill ${color}">${label}</span>
    <code>${id}</code>
    <strong class="sum">${formatMoney(cents, currency)}</strong>
    ${
      state !== "unknown"
        ? ""
        : html`<form method="post" action="/withdrawals/${id}/check">
            <button id="next-${id}">Check again</button>
          </form>`
    }
    ${
      state !== "waiting" || cashierUrl === undefined
        ? ""
        : html`<a id="next-${id}" href="${cashierUrl}">Confirm</a>`
    }
  </li>`;
}
