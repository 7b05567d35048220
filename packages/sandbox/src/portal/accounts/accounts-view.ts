import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { Account } from "../../storage/accounts.js";
import { problemSummary, textField, type FormState } from "../forms/fields.js";
import { copyable } from "../parts/copy-button.js";
import { dataTable, type TableRow } from "../parts/data-table.js";
import { instant } from "../parts/instant.js";
import type { PageContext } from "../page-context.js";

/** The content of the accounts page. */
interface AccountsContent {
  readonly page: PageContext;
  readonly accounts: readonly Account[];
  /** The account whose settings are shown. */
  readonly account: Account;
  /** The submitted values of a rejected form. */
  readonly settings?: FormState;
  readonly creation?: FormState;
}

/** The list of accounts, the settings of the selected one, and the form for a new one. */
export function accountsView(content: AccountsContent): Markup {
  const { page, accounts, account } = content;
  return html`<header class="head">
      <h1>Accounts</h1>
      <p>
        Each merchant account has its own keys, signature password, providers, payments and webhook
        URL.
      </p>
    </header>
    <div class="sheet list" id="accounts-list" data-live>
      ${dataTable({
        caption: "Accounts",
        columns: [
          { title: "Merchant" },
          { title: "Account ID" },
          { title: "Webhook URL" },
          { title: "Created" },
          { title: "Switch", look: "buttons" },
        ],
        rows: accounts.map((one) => toRow(page, one, account)),
      })}
    </div>
    <div class="columns">
      ${settingsForm(content)} ${creationForm(page, content.creation ?? emptyForm)}
    </div>`;
}

/** The form for a new account. */
const emptyForm: FormState = { id: "new", values: {} };

function toRow(page: PageContext, one: Account, chosen: Account): TableRow {
  const isCurrent = one.accountId === chosen.accountId;
  return {
    key: one.accountId,
    isCurrent,
    cells: [
      one.merchantName,
      copyable(one.accountId, `the id of ${one.merchantName}`),
      one.webhookUrl ?? html`<span class="soft">none</span>`,
      instant(one.createdAt, page.now),
      isCurrent
        ? html`<span class="soft">selected</span>`
        : html`<a class="button" href="${page.href("accounts", { account: one.accountId })}"
            >Switch<span class="unseen"> to ${one.merchantName}</span></a
          >`,
    ],
  };
}

function settingsForm({ page, account, settings }: AccountsContent): Markup {
  const form: FormState = settings ?? {
    id: "settings",
    values: { merchant_name: account.merchantName, webhook_url: account.webhookUrl ?? "" },
  };
  return html`<section class="sheet padded" aria-labelledby="settings-title">
    <h2 id="settings-title">Settings of ${account.merchantName}</h2>
    <form method="post" action="${page.href("accounts/save")}">
      ${problemSummary(form)} ${accountFields(form)}
      <div class="actions"><button class="go">Save</button></div>
    </form>
    <form class="aside" method="post" action="${page.href("accounts/test-delivery")}">
      <button
        ${account.webhookUrl === null ? "disabled" : ""}
        aria-describedby="test-delivery-hint"
      >
        Send a test delivery
      </button>
      <p class="hint" id="test-delivery-hint">
        ${
          account.webhookUrl === null
            ? "Save a webhook URL first."
            : "Sends a signed webhook for a declined test deposit of 10.00 EUR, so that nothing is credited."
        }
      </p>
    </form>
  </section>`;
}

function creationForm(page: PageContext, form: FormState): Markup {
  return html`<section class="sheet padded" aria-labelledby="new-title">
    <h2 id="new-title">New account</h2>
    <form method="post" action="${page.href("accounts/create")}">
      ${problemSummary(form)} ${accountFields(form)}
      <div class="actions"><button class="go">Create account</button></div>
    </form>
  </section>`;
}

function accountFields(form: FormState): Markup {
  return html`${textField(form, {
    name: "merchant_name",
    label: "Merchant name",
    required: true,
    hint: "Shown to customers in the cashier.",
  })}
  ${textField(form, {
    name: "webhook_url",
    label: "Webhook URL",
    keyboard: "url",
    placeholder: "http://localhost:3000/webhooks/numipay",
    hint: "Leave empty to send no webhooks. Retries use a changed URL too.",
  })}`;
}
