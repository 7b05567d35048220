import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { Account } from "../../storage/accounts.js";
import { problemSummary, textField, type FormState } from "../forms/fields.js";
import { copyable } from "../parts/copy-button.js";
import { instant } from "../parts/instant.js";
import type { PageContext } from "../page-context.js";

/** What the page of the accounts shows. */
interface AccountsContent {
  readonly turn: PageContext;
  readonly accounts: readonly Account[];
  /** The one whose settings stand below the list. */
  readonly account: Account;
  /** The forms as they were typed, where they came back. */
  readonly settings?: FormState;
  readonly creation?: FormState;
}

/** The list of accounts, the settings of the chosen one, and the form for another. */
export function accountsView(content: AccountsContent): Markup {
  const { turn, accounts, account } = content;
  return html`<header class="head">
      <h1>Accounts</h1>
      <p>
        Each merchant account has its own keys, signature password, providers, payments and webhook
        address.
      </p>
    </header>
    <div class="sheet scroll" id="accounts-list" data-live>
      <table class="stack">
        <caption class="unseen">
          Accounts
        </caption>
        <thead>
          <tr>
            <th scope="col">Merchant</th>
            <th scope="col">Account ID</th>
            <th scope="col">Webhooks go to</th>
            <th scope="col">Made</th>
            <th scope="col"><span class="unseen">Choose</span></th>
          </tr>
        </thead>
        <tbody>
          ${accounts.map((one) => row(turn, one, account))}
        </tbody>
      </table>
    </div>
    <div class="columns">
      ${settingsForm(content)} ${creationForm(turn, content.creation ?? emptyForm)}
    </div>`;
}

/** The form for an account that is not there yet. */
const emptyForm: FormState = { id: "new", values: {} };

function row(turn: PageContext, one: Account, chosen: Account): Markup {
  const isChosen = one.accountId === chosen.accountId;
  return html`<tr data-key="${one.accountId}" ${isChosen ? html`aria-current="true"` : ""}>
    <th scope="row">${one.merchantName}</th>
    <td>${copyable(one.accountId, `the id of ${one.merchantName}`)}</td>
    <td class="wrap">${one.webhookUrl ?? html`<span class="soft">nowhere</span>`}</td>
    <td data-label="Made">${instant(one.createdAt, turn.now)}</td>
    <td>
      ${
        isChosen
          ? html`<span class="soft">shown now</span>`
          : html`<a class="button" href="${turn.href("accounts", { account: one.accountId })}"
              >Switch<span class="unseen"> to ${one.merchantName}</span></a
            >`
      }
    </td>
  </tr>`;
}

function settingsForm({ turn, account, settings }: AccountsContent): Markup {
  const form: FormState = settings ?? {
    id: "settings",
    values: { merchant_name: account.merchantName, webhook_url: account.webhookUrl ?? "" },
  };
  return html`<section class="sheet padded" aria-labelledby="settings-title">
    <h2 id="settings-title">Settings of ${account.merchantName}</h2>
    <form method="post" action="${turn.href("accounts/save")}">
      ${problemSummary(form)} ${accountFields(form)}
      <div class="actions"><button class="go">Save</button></div>
    </form>
    <form class="aside" method="post" action="${turn.href("accounts/test-delivery")}">
      <button
        ${account.webhookUrl === null ? "disabled" : ""}
        aria-describedby="test-delivery-hint"
      >
        Send a test delivery
      </button>
      <p class="hint" id="test-delivery-hint">
        ${
          account.webhookUrl === null
            ? "Save a webhook address first."
            : "A declined test deposit of 10.00 EUR: a real, signed webhook that gives nobody any money."
        }
      </p>
    </form>
  </section>`;
}

function creationForm(turn: PageContext, form: FormState): Markup {
  return html`<section class="sheet padded" aria-labelledby="new-title">
    <h2 id="new-title">New account</h2>
    <form method="post" action="${turn.href("accounts/create")}">
      ${problemSummary(form)} ${accountFields(form)}
      <div class="actions"><button class="go">Make the account</button></div>
    </form>
  </section>`;
}

function accountFields(form: FormState): Markup {
  return html`${textField(form, {
    name: "merchant_name",
    label: "Merchant name",
    required: true,
    hint: "Customers read it on the cashier's pages.",
  })}
  ${textField(form, {
    name: "webhook_url",
    label: "Webhook address",
    keyboard: "url",
    placeholder: "http://localhost:3000/webhooks/numipay",
    hint: "Empty: changes of a payment are told to nobody. A new address holds for retries too.",
  })}`;
}
